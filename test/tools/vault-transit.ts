// The transit engine of HashiCorp Vault, built around a few lines of ours that lead HTTP to it.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Tool, toolCache } from './tool.ts';

const source = join(import.meta.dirname, 'vault-transit/main.go');
const version = 'v1.14.1';

export const vaultTransit: Tool = {
  name: 'vault-transit',
  version,
  install(directory) {
    const work = mkdtempSync(join(toolCache(), '.go-'));
    const env = { GOFLAGS: '-mod=mod' };
    try {
      cpSync(source, join(work, 'main.go'));
      // The release's own SDK is a module of the same repository; this tag of it is the one of that month.
      const requires = `require github.com/hashicorp/vault ${version}\nrequire github.com/hashicorp/vault/sdk v0.9.2\n`;
      writeFileSync(join(work, 'go.mod'), `module seaworthy.test/vault-transit\n\ngo 1.26\n\n${requires}`);
      run('go', ['mod', 'tidy', '-e'], { cwd: work, env });
      const program = join(directory, 'vault-transit');
      run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, '.'], { cwd: work, env });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};
