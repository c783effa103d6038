// The fix plan of a gate that does not pass, with newer bases looked into where they would help.
import type { DecideInput } from '../../gate/decide.ts';
import { openCase } from '../../gate/fix-case.ts';
import { planFixes, planUpon } from '../../gate/fix-plan.ts';
import { looksIntoNewerBases } from '../../inspection/image-policy.ts';
import { countBaseLayers } from '../../inspection/origin/base/layers.ts';
import type { FixPlan, JudgedFinding, Verdict } from '../../terms/verdict.ts';
import type { ScannedCandidate } from '../image/candidate.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';
import { isBelow } from './upon.ts';

interface PlanRequest extends ScanRequest {
  readonly newerBase?: string | false | undefined;
}

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
  const { sections } = input.policy;
  if (newerBase === false || (newerBase === undefined && !looksIntoNewerBases(sections))) return plan;
  const asked = images.map((image, index) => plan !== undefined && isHeld(image, input, index));
  if (plan === undefined || !asked.includes(true)) {
    const why = 'nothing of a base stands in the way';
    if (newerBase !== undefined) outside.log.info(`${newerBase} is not looked into: ${why}.`);
    return plan;
  }
  const { lookIntoNewerBases } = await import('./newer-base.ts');
  return planUpon(input, await lookIntoNewerBases(images, asked, newerBase, sections, request, outside));
}

/** Whether a package of the base, or what else lies in its layers, stands in the way of the image. */
function isHeld({ makings }: ScannedCandidate, input: DecideInput, index: number): boolean {
  const candidate = input.images[index];
  if (candidate === undefined) return false;
  const { outcome } = makings.judged;
  const depth = countBaseLayers(outcome.image, outcome.kinds, makings.base) ?? 0;
  const one = openCase(candidate, input);
  const isOfBase = (finding: JudgedFinding): boolean =>
    isBelow(finding, depth) || one.remedies(finding).some(({ kind }) => kind === 'base');
  return one.judged.some((finding) => isOfBase(finding) && one.stands(finding) !== undefined);
}
