// The fix plan of a gate that does not pass, with newer bases looked into where they would help.
import type { DecideInput } from '../../gate/decide.ts';
import { planFixes, planUpon } from '../../gate/fix-plan.ts';
import { looksIntoNewerBases } from '../../inspection/image-policy.ts';
import type { FixPlan, Verdict } from '../../terms/verdict.ts';
import type { ScannedCandidate } from '../image/candidate.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';

interface PlanRequest extends ScanRequest {
  readonly newerBase?: string | false | undefined;
}

const nothingOfTheBase = 'no package of a base stands in the way';

/**
 * `input.images` are `images`, with what they are compared with. It costs requests and the layers of a base: a newer base
 * is looked into only where something in the way comes from the base, and where neither caller nor policy forbids it.
 */
export async function planGate(
  input: DecideInput,
  verdict: Verdict,
  images: readonly ScannedCandidate[],
  request: PlanRequest,
  outside: Outside,
): Promise<FixPlan | undefined> {
  const plan = planFixes(input, verdict);
  const { newerBase } = request;
  if (plan?.steps.some(({ kind }) => kind === 'base') !== true) {
    if (typeof newerBase === 'string') {
      outside.log.info(`${newerBase} is not looked into: ${nothingOfTheBase}.`);
    }
    return plan;
  }
  if (newerBase === false) return plan;
  if (newerBase === undefined && !looksIntoNewerBases(input.policy.sections)) return plan;
  const isAsked = (index: number): boolean => {
    const one = input.images[index];
    const alone = one === undefined ? undefined : planFixes({ ...input, images: [one] }, verdict);
    return alone?.steps.some(({ kind }) => kind === 'base') ?? false;
  };
  const { lookIntoNewerBases } = await import('./newer-base.ts');
  const { sections } = input.policy;
  const newer = await lookIntoNewerBases(images, isAsked, newerBase, sections, request, outside);
  return planUpon(input, newer);
}
