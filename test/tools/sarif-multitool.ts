// Microsoft's SARIF Multitool, a self-contained program from its npm package.
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Tool } from './tool.ts';

const version = '5.7.0';

/** Linux on x86-64 only: the package holds that program and no other. */
export const sarifMultitool: Tool = {
  name: 'sarif-multitool',
  version,
  install(directory) {
    const packed = `@microsoft/sarif-multitool-linux@${version}`;
    run('npm', ['pack', '--silent', packed], { cwd: directory });
    const archive = `microsoft-sarif-multitool-linux-${version}.tgz`;
    run('tar', ['-xzf', archive, 'package/Sarif.Multitool'], { cwd: directory });
    renameSync(join(directory, 'package/Sarif.Multitool'), join(directory, 'sarif-multitool'));
    chmodSync(join(directory, 'sarif-multitool'), 0o755);
    rmSync(join(directory, 'package'), { recursive: true });
    rmSync(join(directory, archive));
  },
};
