// From what a check saw to outcomes, and the findings that go with them.
import type { FactDetails, Finding, Outcome, Where } from '../../src/terms/finding.ts';
import { placeOf } from '../model/position.ts';
import { describeResource, type Resource } from '../model/resource.ts';
import { formatPath, type Path } from '../model/tree.ts';
import { type Edit, isPatchable, type PatchTexts, patchTexts } from './edit.ts';
import type { Blind, Observation, Violation } from './observation.ts';
import { type Rule, rulePage } from './rule.ts';
import { byText, type Sameness } from './sameness.ts';

/** What a resource is called in findings and waivers: its URN, else `Deployment default/web`. */
export function subjectOf(resource: Resource): string {
  return resource.source.kind === 'urn' ? resource.source.urn : describeResource(resource);
}

/** What would end a finding, where that can be written as a patch. */
export interface Repair {
  readonly resource: Resource;
  readonly edits: readonly Edit[];
}

export interface Judged {
  readonly outcomes: readonly Outcome[];
  /** Of outcomes that failed. */
  readonly repairs: ReadonlyMap<Outcome, Repair>;
  /** Of all that failed. */
  readonly sameness: ReadonlyMap<Outcome, Sameness>;
  /** Findings about places that could not be seen, one an `unknown` outcome. */
  readonly blind: readonly Finding[];
}

const none = { repairs: new Map<Outcome, Repair>(), sameness: new Map<Outcome, Sameness>(), blind: [] };

/** A rule's observations of one subject; none at all is a pass. */
export function judge(
  rule: Rule,
  resource: Resource,
  seen: readonly Observation[],
  subject: string = subjectOf(resource),
): Judged {
  const about = { rule: rule.id, subject };
  if (seen.length === 0) return { outcomes: [{ kind: 'pass', ...about }], ...none };
  const repairs = new Map<Outcome, Repair>();
  const sameness = new Map<Outcome, Sameness>();
  const outcomes: Outcome[] = [];
  const blind: Finding[] = [];
  const told = new Set<string>();
  for (const one of seen) {
    if (one.kind === 'not-applicable') {
      if (seen.length === 1) outcomes.push({ kind: 'not-applicable', ...about, reason: one.reason });
      continue;
    }
    const path = formatPath(one.path);
    // Several containers may wait for the same unknown list.
    const key = one.kind === 'violation' ? `${path}\n${one.message}` : path;
    if (told.has(key)) continue;
    told.add(key);
    if (one.kind === 'violation') {
      const outcome: Outcome = {
        kind: 'fail',
        ...about,
        finding: { ...findingOf(rule, resource, one), subject },
      };
      outcomes.push(outcome);
      sameness.set(outcome, one.same ?? byText(one.actual));
      if ('patch' in outcome.finding.details) repairs.set(outcome, { resource, edits: one.edits });
    } else {
      outcomes.push({ kind: 'unknown', ...about, path, dependsOn: one.dependsOn });
      blind.push({ ...blindFinding(rule, resource, one), subject });
    }
  }
  return { outcomes, repairs, sameness, blind };
}

function findingOf(rule: Rule, resource: Resource, seen: Violation): Finding {
  const { actual, required, message, edits } = seen;
  const facts = { kind: 'fact' as const, actual, required, ...pageOf(rule) };
  const { tree } = resource;
  return {
    ...factsOf(rule, resource, seen.path),
    message,
    fix: rule.fix,
    details: isPatchable(tree, edits) ? withPatch(facts, () => patchTexts(tree, edits)) : facts,
  };
}

/** Texts are written when they are read: a large stack has more findings than anyone looks at. */
function withPatch(facts: FactDetails, write: () => PatchTexts): FactDetails {
  let texts: PatchTexts | undefined;
  return {
    ...facts,
    get patch(): PatchTexts {
      texts ??= write();
      return texts;
    },
  };
}

function blindFinding(rule: Rule, resource: Resource, seen: Blind): Finding {
  const path = formatPath(seen.path);
  const waits = seen.dependsOn.length === 0 ? '' : `; it comes from ${seen.dependsOn.join(', ')}`;
  return {
    ...factsOf(rule, resource, seen.path),
    message: `cannot be judged: ${seen.effect === true ? 'the effect of ' : ''}${path === '' ? 'the whole resource' : path} is not known (${seen.reason}${waits})`,
    fix:
      seen.effect === true
        ? 'Say it in a way that can be judged before deployment, or say `stack.unknown: warn`.'
        : 'Give the value where it can be seen before deployment, or say `stack.unknown: warn`.',
    details: {
      kind: 'fact',
      required: rule.title,
      unknown: { path, dependsOn: seen.dependsOn },
      ...pageOf(rule),
    },
  };
}

function pageOf(rule: Rule): Pick<FactDetails, 'page' | 'check'> {
  return { page: rulePage(rule.id), ...(rule.upstream === undefined ? {} : { check: rule.upstream }) };
}

function factsOf(
  rule: Rule,
  resource: Resource,
  path: Path,
): Pick<Finding, 'rule' | 'severity' | 'subject' | 'where' | 'because'> {
  return {
    rule: rule.id,
    severity: rule.severity,
    subject: subjectOf(resource),
    where: whereOf(resource, path),
    because: rule.because,
  };
}

function whereOf(resource: Resource, path: Path): Where {
  const field = formatPath(path);
  const place = placeOf(resource, path);
  if ('urn' in place) {
    const parents = resource.source.kind === 'urn' ? resource.source.parents : [];
    return { kind: 'urn', urn: place.urn, parents, field };
  }
  return { kind: 'file', file: place.file, line: place.line, field };
}
