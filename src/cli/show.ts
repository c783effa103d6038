// Prints a result in the format that was asked for, to a file or to standard output.
import { resolve } from 'node:path';
import { compareVersions } from '../packages/versions/purl-type-order.ts';
import { render } from '../run/render.ts';
import { writeWhole } from '../run/whole-file.ts';
import type { Result } from '../terms/verdict.ts';
import type { CliContext } from './command.ts';
import type { ImageOptions } from './image-options.ts';

export async function show(result: Result, options: ImageOptions, context: CliContext): Promise<void> {
  const { color, width } = context.terminal;
  if (options.explain !== undefined) {
    const { explainFinding } = await import('../report/explanation.ts');
    if (options.output === undefined) {
      context.print(explainFinding(result, options.explain, { color, width }));
      return;
    }
    writeWhole(
      resolve(context.directory, options.output),
      explainFinding(result, options.explain, { color: false, width }),
    );
    context.print(`Wrote ${options.output}\n`);
    return;
  }
  const style = {
    color: color && options.output === undefined,
    width,
    order: compareVersions,
    ...(options.all === true ? { all: true } : {}),
    ...(options.quiet === true ? { quiet: true } : {}),
  };
  const text = await render(result, options.format, style);
  if (options.output === undefined) {
    context.print(text);
    return;
  }
  writeWhole(resolve(context.directory, options.output), text);
  const verdict = await render(result, 'text', { ...style, color, quiet: true });
  context.print(`${verdict}Wrote ${options.output}\n`);
}
