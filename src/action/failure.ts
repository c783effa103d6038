// How the Action words what ended a run.
import { OutsideError, UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';

export function describeFailure(error: unknown): string {
  if (error instanceof UserError || error instanceof OutsideError) return `${error.message} — ${error.fix}`;
  if (error instanceof ContentError) return error.message;
  return `a mistake in seaworthy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
