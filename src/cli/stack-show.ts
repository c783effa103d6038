// Prints the result of the stack gate in the format that was asked for, to a file or to standard output.
import { resolve } from 'node:path';
import { explainStackFindings } from '../report/stack/explanation.ts';
import type { Preset } from '../run/stack/preset.ts';
import { renderStack, renderStackMatrices, type StackFormat } from '../run/stack/render.ts';
import type { GatedStack } from '../run/stack.ts';
import { writeWhole } from '../run/whole-file.ts';
import { answer, fileOf } from './answer.ts';
import type { CliContext } from './command.ts';

export interface StackOptions {
  readonly base?: readonly string[];
  readonly rendered?: readonly string[];
  readonly baseRendered?: readonly string[];
  readonly preset?: Preset;
  readonly policy?: string;
  readonly asOf?: Date;
  readonly format: StackFormat;
  readonly output?: string;
  readonly explain?: string;
  readonly all?: boolean;
  readonly matrices?: boolean;
  readonly quiet?: boolean;
}

export function showStack(
  { result, outcomes }: GatedStack,
  options: StackOptions,
  context: CliContext,
): void {
  const { color, width, whole = false } = context.terminal;
  const output = fileOf(options);
  if (options.explain !== undefined) {
    const styled = color && output === undefined;
    answer(context, output, explainStackFindings(result, options.explain, { color: styled, width }));
    return;
  }
  const style = {
    color: color && output === undefined,
    width,
    whole: whole || output !== undefined,
    ...(options.all === true ? { all: true } : {}),
    ...(options.quiet === true ? { quiet: true } : {}),
  };
  const { format } = options;
  const matrices =
    options.matrices === true && (format === 'text' || format === 'markdown')
      ? `\n${renderStackMatrices(outcomes, format, width)}`
      : '';
  const text = renderStack(result, format, style) + matrices;
  if (output === undefined) {
    context.print(text);
    return;
  }
  writeWhole(resolve(context.directory, output), text);
  context.print(`${renderStack(result, 'text', { ...style, color, quiet: true })}Wrote ${output}\n`);
}
