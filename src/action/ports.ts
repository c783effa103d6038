// The runner's process as ports: clock, randomness, and a log that speaks the runner's commands.
import { randomBytes } from 'node:crypto';
import * as core from '@actions/core';
import { forTerminal } from '../report/encoders/terminal.ts';
import type { Clock, Log, Random } from '../terms/ports.ts';

export const systemPorts: { readonly clock: Clock; readonly random: Random; readonly log: Log } = {
  clock: { now: () => new Date() },
  random: { bytes: (length) => randomBytes(length) },
  log: {
    debug: (message) => core.debug(forTerminal(message)),
    info: (message) => core.info(forTerminal(message)),
    warn: (message) => core.warning(forTerminal(message)),
    progress: () => undefined,
  },
};
