// From a completed gate to the right to sign: nothing else leads there (decision 10).
import { type ClearanceAnswer, issueClearance } from '../../evidence/sign/clearance.ts';
import { Bug } from '../../terms/errors.ts';
import { isCompleted } from '../image/result.ts';
import type { Judged } from './kept-gate.ts';

/** Bug for a result that this program did not gate. */
export function clearanceOf({ result, policy }: Judged): ClearanceAnswer {
  if (!isCompleted(result)) throw new Bug('a result that no gate of this run completed was to be signed');
  return issueClearance(result, policy.policy.minimumGrade);
}
