// The process's surroundings as ports: clock, randomness, standard streams, progress on a terminal.
import { randomBytes } from 'node:crypto';
import { clockAt } from '../run/moment.ts';
import type { Environment } from '../terms/environment.ts';
import type { Log, ProgressEvent } from '../terms/ports.ts';
import type { CliContext, CommandEntry } from './command.ts';
import { openPrinter } from './standard-output.ts';

export function openContext(environment: Environment, commands: readonly CommandEntry[]): CliContext {
  const interactive = process.stderr.isTTY === true;
  return {
    environment,
    clock: clockAt(environment.asOf),
    random: { bytes: (length) => randomBytes(length) },
    log: (options) => openLog(options, interactive),
    terminal: {
      color: environment.forceColor || (process.stdout.isTTY === true && !environment.noColor),
      width: process.stdout.columns ?? 100,
      whole: process.stdout.columns === undefined,
      interactive,
    },
    print: openPrinter(),
    complain: (text) => {
      process.stderr.write(text);
    },
    directory: process.cwd(),
    commands,
  };
}

function openLog(options: { readonly verbose: boolean; readonly quiet: boolean }, interactive: boolean): Log {
  const write = (text: string): void => {
    process.stderr.write(text);
  };
  const bar = interactive && !options.quiet ? openProgress(write) : undefined;
  const line = (text: string): void => {
    bar?.clear();
    write(`${text}\n`);
  };
  return {
    debug: (message) => {
      if (options.verbose) line(message);
    },
    info: (message) => {
      if (!options.quiet) line(message);
    },
    warn: (message) => line(`warning: ${message}`),
    progress: (event) => bar?.show(event),
  };
}

function openProgress(write: (text: string) => void): { show(event: ProgressEvent): void; clear(): void } {
  const running = new Map<string, ProgressEvent>();
  let shown = false;
  let last = 0;
  const clear = (): void => {
    if (shown) write('\r\u001b[2K');
    shown = false;
  };
  return {
    clear,
    show(event) {
      if (event.finished === true) running.delete(event.task);
      else running.set(event.task, event);
      const now = performance.now();
      if (running.size > 0 && now - last < 80) return;
      last = now;
      clear();
      if (running.size === 0) return;
      write(
        [...running.values()]
          .map(describe)
          .join('  ')
          .slice(0, (process.stderr.columns ?? 80) - 1),
      );
      shown = true;
    },
  };
}

function describe(event: ProgressEvent): string {
  if (event.total === undefined || event.total === 0)
    return `${event.task} ${(event.done / 1e6).toFixed(0)} MB`;
  return `${event.task} ${Math.floor((100 * event.done) / event.total)} %`;
}
