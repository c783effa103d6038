#!/usr/bin/env node
// The pack's front door: opens the session, serves it, prints the port as the engine expects.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { fetchExtendedPolicy } from '../../src/run/extended-policy.ts';
import { openOutside } from '../../src/run/outside.ts';
import { parsing } from '../../src/run/parsing.ts';
import { findPolicy, loadPolicy } from '../../src/run/policy-files.ts';
import { renderStack } from '../../src/run/stack-render.ts';
import { writeWhole } from '../../src/run/whole-file.ts';
import { readEnvironment } from '../../src/terms/environment.ts';
import { version } from '../../src/terms/version.ts';
import { serve } from './server.ts';
import { openSession } from './session.ts';

const environment = readEnvironment();
const clock = { now: (): Date => new Date() };
// The engine starts the pack in the program's directory, as a program file and as a directory alike.
const program = process.cwd();
const style = { color: false, width: 100 };
const say = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

const session = openSession({
  clock,
  pack: { name: 'seaworthy', version },
  async loadPolicy(file) {
    const found = findPolicy(program, file);
    if (found === undefined) say('seaworthy: no policy file, the defaults gate');
    const outside = openOutside({
      environment,
      clock,
      log: { debug: () => undefined, info: say, warn: say, progress: () => undefined },
      random: { bytes: (length) => randomBytes(length) },
      layerCache: false,
    });
    try {
      return await loadPolicy(found, { ...parsing, now: clock.now() }, undefined, (reference) =>
        fetchExtendedPolicy(reference, outside),
      );
    } finally {
      outside.close();
    }
  },
  report(result, configured) {
    const directory = configured ?? environment.stackReport;
    if (directory === undefined) return;
    writeWhole(resolve(program, directory, 'stack.json'), renderStack(result, 'json', style));
    writeWhole(resolve(program, directory, 'stack.sarif'), renderStack(result, 'sarif', style));
    writeWhole(resolve(program, directory, 'stack.md'), renderStack(result, 'markdown', style));
  },
});

serve(session).then(
  (port) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    say(`seaworthy: the pack could not listen on loopback: ${String(error)}`);
    process.exitCode = 1;
  },
);
