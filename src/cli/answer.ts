// Where a command's answer goes: to standard output, or whole to a file that the user names.
import { resolve } from 'node:path';
import { writePieces } from '../run/whole-file.ts';
import type { CliContext } from './command.ts';

/** The file that `--output` names; `-` is standard output, as in other programs. */
export function fileOf({ output }: { readonly output?: string }): string | undefined {
  return output === '-' ? undefined : output;
}

/** Errors: `OutsideError` filesystem; a file is then as it was. */
export function answerInPieces(
  context: CliContext,
  output: string | undefined,
  produce: (write: (piece: string) => void) => void,
): void {
  if (output === undefined) {
    produce(context.print);
    return;
  }
  writePieces(resolve(context.directory, output), produce);
  context.print(`Wrote ${output}\n`);
}

export function answer(context: CliContext, output: string | undefined, text: string): void {
  answerInPieces(context, output, (write) => write(text));
}
