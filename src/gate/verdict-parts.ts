// From reasons to a judgement, and the order in which reasons are told.
import type { Judgement, VerdictReason } from '../terms/verdict.ts';

/** `fail` where something is known to be wrong, else `incomplete` where something is not known, else `pass`. */
export function judge(reasons: readonly VerdictReason[], question: 'merge' | 'certificate'): Judgement {
  const own = reasons.filter((reason) => reason.question === question || reason.question === 'both');
  if (own.some((reason) => reason.judgement === 'fail')) return 'fail';
  return own.length > 0 ? 'incomplete' : 'pass';
}

/** Failures first, then what is not known; within both, what stops the merge first. Keeps the given order otherwise. */
export function sortReasons(reasons: readonly VerdictReason[]): readonly VerdictReason[] {
  const weight = ({ judgement, question }: VerdictReason): number =>
    (judgement === 'fail' ? 0 : 2) + (question === 'certificate' ? 1 : 0);
  const seen = new Set<string>();
  return [...reasons]
    .sort((a, b) => weight(a) - weight(b))
    .filter((reason) => {
      const key = JSON.stringify([reason.question, reason.judgement, reason.message]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
