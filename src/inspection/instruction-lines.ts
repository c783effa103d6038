// Which line of the Dockerfile made a layer: history entries matched with instructions, from the last backwards.
import type { Finding } from '../terms/finding.ts';
import type { HistoryEntry } from '../terms/image.ts';
import { type Instruction, oneLine, readDockerfile } from './dockerfile.ts';

export interface Dockerfile {
  /** As shown in findings. */
  readonly file: string;
  readonly text: string;
  /** Stage that was built; the last one where absent. */
  readonly target?: string;
}

/** Layer → line. Layers of the base image, and those that match nothing, have none. */
export function linesOfLayers(
  history: readonly HistoryEntry[],
  text: string,
  target?: string,
): ReadonlyMap<number, number> {
  const instructions = readDockerfile(text, target).filter(({ name }) => name !== 'FROM' && name !== 'ARG');
  const lines = new Map<number, number>();
  let layer = history.filter(({ emptyLayer }) => !emptyLayer).length;
  let next = instructions.length - 1;
  for (const { createdBy = '', emptyLayer } of history.toReversed()) {
    if (!emptyLayer) layer--;
    // Instructions that left no trace, such as a HEALTHCHECK of an OCI image, are passed over.
    const found = instructions.findLastIndex((one, index) => index <= next && made(one, createdBy));
    if (found < 0) continue;
    next = found - 1;
    if (!emptyLayer) lines.set(layer, instructions[found]?.line ?? 1);
  }
  return lines;
}

/** Findings in layers with the Dockerfile's line where it is known. */
export function withLines(
  findings: readonly Finding[],
  history: readonly HistoryEntry[],
  { file, text, target }: Dockerfile,
): readonly Finding[] {
  const lines = linesOfLayers(history, text, target);
  return findings.map((finding) => {
    const { where } = finding;
    const line = where.kind === 'layer' ? lines.get(where.layer) : undefined;
    if (where.kind !== 'layer' || line === undefined) return finding;
    return { ...finding, where: { ...where, dockerfile: { file, line } } };
  });
}

/** Whether an instruction can have written a history entry, by BuildKit's or the older builder's words. */
function made({ name, text }: Instruction, createdBy: string): boolean {
  const entry = readEntry(createdBy);
  if (entry.name !== name) return false;
  if (name === 'COPY' || name === 'ADD') return lastWord(entry.text) === lastWord(text);
  if (name === 'RUN') return entry.text.endsWith(withoutFlags(text)) || isHereDocument(text, entry.text);
  return true;
}

function readEntry(createdBy: string): { readonly name: string; readonly text: string } {
  const text = oneLine(createdBy.replace(/# buildkit\s*$/, ''));
  const old = /^\/bin\/sh -c #\(nop\) +([A-Z]+) ?(.*)$/s.exec(text);
  if (old !== null) return { name: old[1] ?? '', text: old[2] ?? '' };
  const named = /^([A-Z]+) (.*)$/s.exec(text);
  return named === null ? { name: 'RUN', text } : { name: named[1] ?? '', text: named[2] ?? '' };
}

function withoutFlags(text: string): string {
  return text.replace(/^(?:--\S+ )+/, '');
}

function isHereDocument(text: string, entry: string): boolean {
  return text.startsWith('<<') && entry.includes(text.split(' ', 1)[0] ?? text);
}

/** Where files are copied to. */
function lastWord(text: string): string {
  return (
    text
      .replace(/["\]]+\s*$/, '')
      .split(/[\s",]+/)
      .filter(Boolean)
      .at(-1)
      ?.replace(/\/$/, '') ?? ''
  );
}
