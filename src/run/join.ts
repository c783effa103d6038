// Both gates of one pull request as one verdict: the image gate's result joined with the stack gate's.
import { sortReasons } from '../gate/verdict-parts.ts';
import { joinUses } from '../gate/waiver-use.ts';
import { unusedWaiver } from '../gate/warnings.ts';
import { parseResult } from '../report/result-reading.ts';
import { UserError } from '../terms/errors.ts';
import { readGivenText } from '../terms/given-file.ts';
import type { FixPlan, Judgement, Result, Verdict } from '../terms/verdict.ts';
import { joinFacts, unasked } from './join-stacks.ts';

const worseFirst: readonly Judgement[] = ['fail', 'incomplete', 'pass'];

/** Errors: `UserError` when the file is no result of the stack gate. */
export function readStackReport(path: string): Result {
  const text = readText(path);
  const result = parseResult(text, path);
  if (result.gate === 'stack' && result.verdict !== undefined) return result;
  throw new UserError(
    'usage',
    `${path} is no verdict of the stack gate`,
    'Name what `seaworthy stack --format json` wrote.',
  );
}

/** Reads a verdict that an earlier run wrote; it is parsed as strictly as any input. */
export function readVerdict(path: string): Result {
  const result = parseResult(readText(path), path);
  if (result.verdict !== undefined) return result;
  throw new UserError('usage', `${path} holds a scan and no verdict`, 'Name the result of a gate.');
}

function readText(path: string): string {
  try {
    return readGivenText(path);
  } catch (cause) {
    throw new UserError('usage', `the report ${path} cannot be read`, 'Name a readable result.', { cause });
  }
}

/** The worse of both judgements counts for each question. What either side says is said; of two stacks, what both are. */
export function joinStack(image: Result, stack: Result): Result {
  const waivers = joinUses(image.waivers, stack.waivers);
  // What helped on one side alone covers nothing on the other, and is needed all the same.
  const needed = new Set(waivers.filter(({ uses }) => uses > 0).map(unusedWaiver));
  return {
    ...image,
    ...(image.verdict === undefined || stack.verdict === undefined
      ? {}
      : { verdict: joinVerdicts(image.verdict, stack.verdict) }),
    ...joinFacts(image, stack),
    ...planOfBoth(image, stack),
    findings: [...image.findings, ...stack.findings],
    ...(image.fixed === undefined && stack.fixed === undefined
      ? {}
      : { fixed: [...(image.fixed ?? []), ...(stack.fixed ?? [])] }),
    waivers,
    warnings: [...new Set([...image.warnings, ...stack.warnings, ...unasked(image, stack)])].filter(
      (one) => !needed.has(one),
    ),
  };
}

/** What a side without a plan of its own says stays as it is. */
function planOfBoth(image: Result, stack: Result): { readonly fixPlan?: FixPlan } {
  const [own, other] = [planOf(image), planOf(stack)];
  if (own === undefined || other === undefined) return {};
  if (image.fixPlan === undefined && stack.fixPlan === undefined) return {};
  const { grade } = image.fixPlan === undefined ? { grade: image.grade?.letter } : own.reaches;
  return {
    fixPlan: {
      steps: [...own.steps, ...other.steps],
      reaches: {
        merge: worse(own.reaches.merge, other.reaches.merge),
        certificate: worse(own.reaches.certificate, other.reaches.certificate),
        ...(grade === undefined ? {} : { grade }),
      },
      left: sortReasons([...own.left, ...other.left]),
    },
  };
}

function planOf({ fixPlan, verdict }: Result): FixPlan | undefined {
  if (fixPlan !== undefined || verdict === undefined) return fixPlan;
  const { merge, certificate, reasons } = verdict;
  return { steps: [], reaches: { merge, certificate }, left: reasons };
}

function joinVerdicts(a: Verdict, b: Verdict): Verdict {
  const would = [a.wouldBe, b.wouldBe].filter((one) => one !== undefined);
  const [first] = would;
  return {
    merge: worse(a.merge, b.merge),
    certificate: worse(a.certificate, b.certificate),
    reasons: sortReasons([...a.reasons, ...b.reasons]),
    ...(first === undefined
      ? {}
      : { wouldBe: { merge: would.map((one) => one.merge).reduce(worse), line: first.line } }),
  };
}

function worse(a: Judgement, b: Judgement): Judgement {
  return worseFirst.indexOf(a) <= worseFirst.indexOf(b) ? a : b;
}
