// sigstore-python in an environment of its own: an independent judge of our bundles.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Tool, toolCache } from './tool.ts';

const version = '4.5.1';

export const sigstorePython: Tool = {
  name: 'sigstore-python',
  version,
  install(directory) {
    const environment = join(directory, 'environment');
    run('python3', ['-m', 'venv', environment]);
    const pip = ['install', '--quiet', '--disable-pip-version-check', `sigstore==${version}`];
    run(join(environment, 'bin/python'), ['-m', 'pip', ...pip]);
    // Scripts of an environment name the folder in which they were made; a module does not.
    const home = join(toolCache(), `sigstore-python-${version}`, 'environment/bin/python');
    const script = join(directory, 'sigstore-python');
    writeFileSync(script, `#!/bin/sh\nexec '${home}' -m sigstore "$@"\n`);
    chmodSync(script, 0o755);
  },
};
