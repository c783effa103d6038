// Prints a result in the format that was asked for, to a file or to standard output.
import { resolve } from 'node:path';
import { compareVersions } from '../packages/versions/purl-type-order.ts';
import { render } from '../run/render.ts';
import { writeWhole } from '../run/whole-file.ts';
import type { Result } from '../terms/verdict.ts';
import { answer, fileOf } from './answer.ts';
import type { CliContext } from './command.ts';
import type { ImageOptions } from './image-options.ts';

export async function show(result: Result, options: ImageOptions, context: CliContext): Promise<void> {
  const { color, width } = context.terminal;
  const output = fileOf(options);
  if (options.explain !== undefined) {
    const { explainFinding } = await import('../report/explanation.ts');
    const styled = color && output === undefined;
    answer(context, output, explainFinding(result, options.explain, { color: styled, width }));
    return;
  }
  const style = {
    color: color && output === undefined,
    width,
    order: compareVersions,
    ...(options.all === true ? { all: true } : {}),
    ...(options.quiet === true ? { quiet: true } : {}),
  };
  const text = await render(result, options.format, style);
  if (output === undefined) {
    context.print(text);
    return;
  }
  writeWhole(resolve(context.directory, output), text);
  const verdict = await render(result, 'text', { ...style, color, quiet: true });
  context.print(`${verdict}Wrote ${output}\n`);
}
