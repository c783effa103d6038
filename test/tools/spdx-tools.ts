// The official SPDX tools and the CycloneDX project's validator, in a Python environment of their own.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Tool } from './tool.ts';

/** The program is the environment's Python; a relative way in, since the folder is renamed once it is whole. */
export const spdxTools: Tool = {
  name: 'spdx-tools',
  version: '0.8.3',
  install(directory) {
    run('python3', ['-m', 'venv', join(directory, 'venv')]);
    run(join(directory, 'venv/bin/pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      'spdx-tools==0.8.3',
      'cyclonedx-python-lib[json-validation]==11.12.0',
    ]);
    const program = join(directory, 'spdx-tools');
    writeFileSync(program, '#!/bin/sh\nexec "$(dirname "$0")/venv/bin/python" "$@"\n');
    chmodSync(program, 0o755);
  },
};
