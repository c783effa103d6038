// The table of exit codes: what a script learns from the end of a run (decision 16).
import { OutsideError, UserError } from '../terms/errors.ts';
import { ContentError } from '../terms/refusal.ts';
import type { Verdict } from '../terms/verdict.ts';

export type ExitCode = 0 | 1 | 2 | 3 | 4;

export const exitCodes: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: 0, meaning: 'The gate passed; `scan` ended, whatever it found.' },
  {
    code: 1,
    meaning:
      'The gate failed or could not look at everything; `verify` refused; `doctor` found a way around.',
  },
  { code: 2, meaning: 'The input is wrong: a reference, an unknown tag, a key of the policy.' },
  {
    code: 3,
    meaning: 'Something outside failed: a registry, a service, a disk; the message says whether to retry.',
  },
  { code: 4, meaning: 'A mistake in seaworthy.' },
];

/** Exit code of a run that ended with a result; one without a verdict (a scan) is 0. */
export function exitCodeOfVerdict(
  verdict: Verdict | undefined,
  question: 'merge' | 'certificate' = 'merge',
): ExitCode {
  return verdict === undefined || verdict[question] === 'pass' ? 0 : 1;
}

/** Exit code of anything that was thrown. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof ContentError) return 1;
  if (error instanceof UserError) return 2;
  if (error instanceof OutsideError) return 3;
  return 4;
}
