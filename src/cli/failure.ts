// How the command line says that something went wrong: what, where, what to do.
import { forTerminal } from '../report/encoders/terminal.ts';
import { type FilePosition, OutsideError, UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';

/** Two or three lines for standard error; hostile text in messages is made harmless. */
export function describeError(error: unknown, color: boolean): string {
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = (title: string, message: string, fix: string | undefined): string => {
    const head = `${paint(31, title)} ${forTerminal(message)}`;
    return fix === undefined ? `${head}\n` : `${head}\n${paint(2, '   fix:')} ${forTerminal(fix)}\n`;
  };
  if (error instanceof UserError) return lines('error:', placed(error), error.fix);
  if (error instanceof OutsideError) {
    const again = error.retryable ? ' The same command may succeed later.' : '';
    return lines('failed:', error.message, `${error.fix}${again}`);
  }
  if (error instanceof ContentError) {
    return lines('refused:', error.message, 'The content cannot be trusted: fetch or build it again.');
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return lines('bug:', stack, 'This is a mistake in seaworthy: please report it with the lines above.');
}

/** The message after its place, unless it begins with that itself. */
function placed({ at, message }: UserError): string {
  return at !== undefined && message.startsWith(at.file) ? message : `${position(at)}${message}`;
}

function position(at: FilePosition | undefined): string {
  if (at === undefined) return '';
  const line = at.line === undefined ? '' : `:${at.line}${at.column === undefined ? '' : `:${at.column}`}`;
  return `${at.file}${line}: `;
}
