// Colour and columns for a terminal.
import type { Severity } from '../../terms/severity.ts';
import type { Judgement } from '../../terms/verdict.ts';

export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'warning' | 'loud';

export type Paint = (tone: Tone, text: string) => string;

/** What every block of the report is laid out with. */
export interface TextContext {
  readonly paint: Paint;
  readonly width: number;
  readonly all: boolean;
  /** Whether a finding must say which image it is about. */
  readonly severalImages: boolean;
}

/** SGR parameters of ECMA-48 §8.3.117, from the 16 colours that every theme defines. */
const codes: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  quiet: '2',
  good: '1;32',
  bad: '31',
  warning: '33',
  loud: '1;31',
};

export function openPaint(color: boolean): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) => (codes[tone] === '' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`);
}

export function judgementTone(judgement: Judgement): Tone {
  return judgement === 'pass' ? 'good' : 'loud';
}

export function severityTone(severity: Severity): Tone {
  if (severity === 'critical') return 'loud';
  if (severity === 'high' || severity === 'unknown') return 'bad';
  return severity === 'medium' ? 'warning' : 'quiet';
}

/** Text cut to a width, with an ellipsis in its last column; width counts code points. */
export function clip(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters
    .slice(0, Math.max(0, width - 1))
    .join('')
    .replace(/…$/, '')}…`;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}

/** Words laid out in lines of at most `width`; a longer word keeps its own line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (line !== '' && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
