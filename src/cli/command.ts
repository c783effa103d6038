// What a command of the command line is, and what it is handed.
import type { Command } from 'commander';
import type { Environment } from '../terms/environment.ts';
import type { Clock, Log, Random } from '../terms/ports.ts';

export interface CliContext {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly random: Random;
  /** A log that keeps quiet below warnings unless asked. */
  log(options: { readonly verbose: boolean; readonly quiet: boolean }): Log;
  readonly terminal: {
    readonly color: boolean;
    readonly width: number;
    /** Standard output is no terminal, so that no line is cut. */
    readonly whole?: boolean;
    readonly interactive: boolean;
  };
  /** Standard output; nothing else writes there. */
  print(text: string): void;
  /** Standard error. */
  complain(text: string): void;
  readonly directory: string;
  /** Every command, for what speaks of them all. */
  readonly commands: readonly CommandEntry[];
}

/** One file of `src/cli`; `define` adds arguments, options and the action, which returns the exit code. */
export interface CliCommand {
  define(command: Command, context: CliContext, exit: (code: number) => void): void;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CliCommand>;
}
