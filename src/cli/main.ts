#!/usr/bin/env node
// The command line's front door: finds the command, loads only that one, turns errors into exit codes.
import { version } from '../terms/version.ts';

const minimumNode = 24;

async function main(argv: readonly string[]): Promise<number> {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < minimumNode) {
    process.stderr.write(`seaworthy needs Node ${minimumNode} or newer; this is ${process.version}.\n`);
    return 2;
  }
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`seaworthy ${version}\n`);
    return 0;
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(argv);
}

process.exitCode = await main(process.argv.slice(2));
