// The Action's front door: inputs read once, one run, outputs and exit code.
import { readEnvironment } from '../terms/environment.ts';
import { runAction } from './run-action.ts';

process.exitCode = await runAction(readEnvironment());
