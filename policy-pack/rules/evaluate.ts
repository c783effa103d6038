// One evaluation of a stack: every rule over every subject, sorted, the same on any order of the resources.
import { ruleAction } from '../../src/gate/policy-overlay.ts';
import type { Finding, Outcome } from '../../src/terms/finding.ts';
import type { StackCoverage } from '../../src/terms/verdict.ts';
import type { Resource } from '../model/resource.ts';
import { buildStack, type Stack } from '../model/stack.ts';
import { Hole } from '../model/tree.ts';
import { podTemplates } from '../model/workloads.ts';
import { coverageOf } from './coverage.ts';
import type { ImageEvidence } from './images/evidence.ts';
import { type Observation, sight } from './observation.ts';
import { type Judged, judge, type Repair, subjectOf } from './outcomes.ts';
import { openPod, type Pod } from './pod.ts';
import { rules as allRules } from './registry.ts';
import type { Rule, RuleContext, StackRule, StackSight } from './rule.ts';
import type { Sameness } from './sameness.ts';
import { spotAt } from './spot.ts';
import type { StackPolicy } from './stack-policy.ts';
import { secretTexts, withhold } from './withhold.ts';

export interface Evaluation {
  readonly outcomes: readonly Outcome[];
  /** Of outcomes that failed. */
  readonly findings: readonly Finding[];
  /** What would end each of them that a patch ends, by its details: these stay one object when it is judged. */
  readonly repairs: ReadonlyMap<Finding['details'], Repair>;
  /** What each of them is compared by, by its details; it may hold what must never be printed. */
  readonly sameness: ReadonlyMap<Finding['details'], Sameness>;
  /** Of places that could not be seen. */
  readonly blind: readonly Finding[];
  readonly coverage: StackCoverage;
}

export interface EvaluationOptions {
  readonly rules?: readonly Rule[];
  /** The stack is only one resource of a larger one: rules that look at others as well do not run. */
  readonly alone?: boolean;
  /** User of an image's configuration by reference; see `RuleContext`. */
  imageUser?(reference: string): string | undefined;
  /** See `RuleContext`. */
  imageEvidence?(reference: string): ImageEvidence | undefined;
}

/** Pure. Rules that the policy turns off do not run. */
export function evaluate(stack: Stack, policy: StackPolicy, options: EvaluationOptions = {}): Evaluation {
  const ordered = buildStack(inOrder(stack.resources), stack.opaque, inOrder(stack.foreign));
  const context = openContext(ordered, policy, options);
  const active = (options.rules ?? allRules)
    .filter((rule) => (ruleAction(policy, rule.id) ?? rule.otherwise) !== 'off')
    .filter((rule) => !(options.alone === true && rule.subject === 'pod' && rule.joins === true))
    .toSorted((a, b) => compare(a.id, b.id));
  const outcomes: Outcome[] = [];
  const blind: Finding[] = [];
  const repairOf = new Map<Outcome, Repair>();
  const samenessOf = new Map<Outcome, Sameness>();
  const keep = (judged: Judged): void => {
    for (const outcome of judged.outcomes) outcomes.push(outcome);
    for (const finding of judged.blind) blind.push(finding);
    for (const [outcome, repair] of judged.repairs) repairOf.set(outcome, repair);
    for (const [outcome, same] of judged.sameness) samenessOf.set(outcome, same);
  };
  for (const resource of ordered.resources) {
    const pods = podTemplates(resource).map(openPod);
    const looked = { resource, spot: spotAt(resource.tree) };
    const subject = subjectOf(resource);
    for (const rule of active) {
      const seen = observe(rule, pods, looked, context);
      // By far the most: 70,000 in a stack of 1,000 Deployments with 7,400 findings.
      if (seen?.length === 0) outcomes.push({ kind: 'pass', rule: rule.id, subject });
      else if (seen !== undefined) keep(judge(rule, resource, seen, subject));
    }
  }
  for (const rule of options.alone === true ? [] : active) {
    if (rule.subject !== 'stack') continue;
    for (const { resource, subject, seen } of sightsInOrder(rule, context)) {
      keep(judge(rule, resource, seen.length === 0 ? wholeHole(resource) : seen, subject));
    }
  }
  const secrets = secretTexts([...ordered.resources, ...ordered.foreign]);
  const repairs = new Map<Finding['details'], Repair>();
  const sameness = new Map<Finding['details'], Sameness>();
  const told = outcomes.map((one) => {
    if (one.kind !== 'fail') return one;
    const finding = withhold(one.finding, secrets);
    const repair = repairOf.get(one);
    if (repair !== undefined) repairs.set(finding.details, repair);
    const same = samenessOf.get(one);
    if (same !== undefined) sameness.set(finding.details, same);
    return { ...one, finding };
  });
  return {
    outcomes: told,
    findings: told.flatMap((outcome) => (outcome.kind === 'fail' ? [outcome.finding] : [])),
    repairs,
    sameness,
    blind: blind.map((finding) => withhold(finding, secrets)),
    coverage: coverageOf(stack),
  };
}

/** `undefined`: the resource is no subject of the rule. */
function observe(
  rule: Rule,
  pods: readonly Pod[],
  subject: { readonly resource: Resource; readonly spot: Pod['spec'] },
  context: RuleContext,
): readonly Observation[] | undefined {
  if (rule.subject === 'pod') {
    if (pods.length === 0) return undefined;
    return sight(...pods.map((pod) => () => rule.check(pod, context)));
  }
  if (rule.subject === 'stack') return undefined;
  if (rule.kinds !== undefined && !rule.kinds.has(subject.resource.kind)) return undefined;
  return sight(() => rule.check(subject, context));
}

/** Nothing seen in a resource of which nothing is known is no pass. */
function wholeHole({ tree }: Resource): readonly Observation[] {
  if (!(tree instanceof Hole)) return [];
  return [{ kind: 'unknown', path: [], reason: tree.reason, dependsOn: tree.dependsOn }];
}

/** Sights of the same subject at the same resource are one. */
function sightsInOrder(rule: StackRule, context: RuleContext): readonly StackSight[] {
  const merged = new Map<string, StackSight>();
  for (const sight of rule.check(context)) {
    const key = `${sight.subject ?? subjectOf(sight.resource)}\n${placeKey(sight.resource)}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? sight : { ...sight, seen: [...before.seen, ...sight.seen] });
  }
  return [...merged].sort(([a], [b]) => compare(a, b)).map(([, sight]) => sight);
}

function openContext(stack: Stack, policy: StackPolicy, options: EvaluationOptions): RuleContext {
  return {
    stack,
    policy,
    imageUser: (reference) => options.imageUser?.(reference),
    imageEvidence: (reference) => options.imageEvidence?.(reference),
  };
}

function inOrder(resources: readonly Resource[]): readonly Resource[] {
  return resources
    .map((resource) => ({ resource, key: `${subjectOf(resource)}\n${placeKey(resource)}` }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ resource }) => resource);
}

function placeKey({ source }: Resource): string {
  if (source.kind === 'urn') return source.urn;
  return `${source.file}\n${String(source.document.firstLine).padStart(9, '0')}\n${source.prefix.join('/')}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
