// Runs a command line inside the test's process: own directory, own environment, own clock, output kept.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { runProgram } from '../../src/cli/program.ts';
import { readEnvironment } from '../../src/terms/environment.ts';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly directory: string;
  run(...argv: readonly string[]): Promise<Ended>;
}

/** `now` is what the clock says; `width` that of the terminal. */
export function openSurroundings(
  options: { readonly now?: string; readonly variables?: Readonly<Record<string, string>> } = {},
): Surroundings {
  const directory = mkdtempSync(join(tmpdir(), 'seaworthy-cli-'));
  const environment = readEnvironment({
    SEAWORTHY_HOME: join(directory, 'home'),
    DOCKER_CONFIG: join(directory, 'docker'),
    ...options.variables,
  });
  return {
    directory,
    async run(...argv) {
      let out = '';
      let err = '';
      const complain = (text: string): void => {
        err += text;
      };
      const line = (text: string): void => complain(`${text}\n`);
      const context: CliContext = {
        environment,
        clock: { now: () => new Date(options.now ?? '2026-10-22T12:00:00Z') },
        random: { bytes: (length) => new Uint8Array(length) },
        log: () => ({ debug: () => undefined, info: line, warn: line, progress: () => undefined }),
        terminal: { color: false, width: 100, interactive: false },
        print: (text) => {
          out += text;
        },
        complain,
        directory,
        commands,
      };
      return { code: await runProgram(argv, context), out, err };
    },
  };
}
