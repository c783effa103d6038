#!/usr/bin/env node
// The pack's front door: opens the session, serves it, prints the port as the engine expects.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { clockAt } from '../../src/run/moment.ts';
import { type Outside, openOutside } from '../../src/run/outside.ts';
import { fetchExtendedPolicy } from '../../src/run/policy/extended.ts';
import { findPolicy, loadPolicy } from '../../src/run/policy/files.ts';
import { parsing } from '../../src/run/policy/parsing.ts';
import type { ImageDesk } from '../../src/run/stack/evidence.ts';
import { renderStack, renderStackMatrices } from '../../src/run/stack/render.ts';
import { writeWhole } from '../../src/run/whole-file.ts';
import { readEnvironment } from '../../src/terms/environment.ts';
import { version } from '../../src/terms/version.ts';
import { stackInForce } from '../rules/in-force.ts';
import { stackPolicy } from '../rules/stack-policy.ts';
import { programDirectory } from './program-directory.ts';
import { serve } from './server.ts';
import { openSession } from './session.ts';

const environment = readEnvironment();
const clock = clockAt(environment.asOf);
const found = programDirectory(process.cwd(), environment.workingDirectory);
const program = found ?? process.cwd();
const style = { color: false, width: 100 };
const say = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

let outside: Outside | undefined;
/** Opened when it is needed: the engine waits for the port. */
const openWorld = (): Outside => {
  outside ??= openOutside({
    environment,
    clock,
    log: { debug: () => undefined, info: say, warn: say, progress: () => undefined },
    random: { bytes: (length) => randomBytes(length) },
    layerCache: false,
  });
  return outside;
};
let desk: Promise<ImageDesk> | undefined;
const openDesk = async (): Promise<ImageDesk> => {
  const { openImageDesk } = await import('../../src/run/stack/evidence.ts');
  return openImageDesk(openWorld(), { directory: program });
};

/** Where the pack's own report goes: what was configured beats the surroundings. */
function reportDirectory(configured: string | undefined): string | undefined {
  return configured ?? environment.stackReport;
}

const session = openSession({
  clock,
  images: {
    async look(stacks, policy) {
      desk ??= openDesk();
      return (await desk).look(stacks, policy);
    },
  },
  pack: { name: 'seaworthy', version },
  directory: program,
  async loadPolicy(file) {
    const policy = file === undefined && found === undefined ? undefined : findPolicy(program, file);
    return loadPolicy(policy, { ...parsing, now: clock.now() }, undefined, (reference) =>
      fetchExtendedPolicy(reference, openWorld()),
    );
  },
  begin(policy, file) {
    if (file !== undefined || (found !== undefined && findPolicy(program, file) !== undefined)) return;
    const places = found === undefined ? 'the program’s folder is not known' : `none in ${program}`;
    say(
      `seaworthy: no policy file (${places}), the defaults gate: ${stackInForce(stackPolicy(policy.policy.sections))}`,
    );
  },
  reports: (configured) => reportDirectory(configured) !== undefined,
  report({ result, outcomes }, configured) {
    const directory = reportDirectory(configured);
    if (directory === undefined) return;
    writeWhole(resolve(program, directory, 'stack.json'), renderStack(result, 'json', style));
    writeWhole(resolve(program, directory, 'stack.sarif'), renderStack(result, 'sarif', style));
    const matrices = renderStackMatrices(outcomes, 'markdown', style.width);
    const markdown = `${renderStack(result, 'markdown', style)}\n${matrices}`;
    writeWhole(resolve(program, directory, 'stack.md'), markdown);
  },
});

// An engine that was killed says no goodbye: a pack that outlives it would stay for good.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, 5_000).unref();

serve(session).then(
  ({ port }) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    say(`seaworthy: the pack could not listen on loopback: ${String(error)}`);
    process.exitCode = 1;
  },
);
