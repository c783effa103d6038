// `seaworthy db`: the local advisory store.
import type { CliCommand } from './command.ts';

export const db: CliCommand = {
  define(command) {
    command.command('status');
  },
};
