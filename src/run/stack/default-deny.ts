// Namespaces closed by default, tried on the stack: which findings a NetworkPolicy in each of them ends.
import { ofKind, type Stack, withResources } from '../../../policy-pack/model/stack.ts';
import type { Direction } from '../../../policy-pack/reach/policy.ts';
import type { Evaluation } from '../../../policy-pack/rules/evaluate.ts';
import { type ClosingPolicy, closingPolicy } from '../../../policy-pack/rules/network/closed-namespace.ts';
import { subjectOf } from '../../../policy-pack/rules/outcomes.ts';
import type { Finding } from '../../terms/finding.ts';
import type { JudgedFinding } from '../../terms/verdict.ts';
import { type Change, changeOf, some } from './changes.ts';

/** Evaluates a stack as that of the plan was, with all rules or those whose id matches. */
export type StackJudge = (stack: Stack, rules?: RegExp) => Evaluation;

export interface Closing {
  /** The stack with the policies. */
  readonly stack: Stack;
  readonly change: Change | undefined;
}

const closable = /^(?:network|egress)\//;

/** `shown`: findings that block or warn; a namespace is closed where that ends one that blocks. */
export function closeNamespaces(
  stack: Stack,
  directions: readonly Direction[],
  shown: readonly JudgedFinding[],
  judge: StackJudge,
): Closing {
  const homes = namespacesOf(stack);
  const homeOf = ({ subject }: Finding): string | undefined =>
    homes.get(subject) ?? /^Namespace (.+)$/.exec(subject)?.[1];
  const candidates = shown.filter(({ rule }) => closable.test(rule));
  const blocked = candidates
    .filter(({ treatment }) => treatment === 'block')
    .flatMap((one) => homeOf(one) ?? []);
  const tried = policiesFor(stack, [...new Set(blocked)].sort(), directions);
  if (tried.size === 0) return { stack, change: undefined };
  const after = judge(withPolicies(stack, tried.values()), closable);
  const stays = new Set([...after.findings, ...after.blind].map(sameFinding));
  const ends = candidates.filter((one) => tried.has(homeOf(one) ?? '') && !stays.has(sameFinding(one)));
  const useful = new Set(ends.filter(({ treatment }) => treatment === 'block').map(homeOf));
  const policies = new Map([...tried].filter(([namespace]) => useful.has(namespace)));
  const closed = ends.filter((one) => useful.has(homeOf(one)));
  // That the internet gets in, where it only warns, is mostly meant: a default that ends it cuts something off.
  const isMeant = ({ rule, treatment }: JudgedFinding): boolean =>
    rule === 'network/exposure' && treatment === 'warn';
  const ended = closed.filter((one) => !isMeant(one));
  if (ended.length === 0) return { stack, change: undefined };
  const before = new Set(shown.map(sameFinding));
  const dangling = after.findings.filter(
    (one) => one.rule === 'network/dangling' && useful.has(homeOf(one)) && !before.has(sameFinding(one)),
  );
  const cut = [
    ...closed.filter(isMeant).map(({ subject }) => `${subject} from the internet`),
    ...dangling.map(({ subject, message }) => `${subject}: ${message}`),
  ];
  const changes = [...policies.values()].map(({ resource, texts }) => ({
    subject: subjectOf(resource),
    ...texts,
  }));
  return {
    stack: withPolicies(stack, policies.values()),
    change: changeOf(actionOf([...policies.keys()], directions, cut), ended, changes),
  };
}

/** The same thing wrong, in whatever evaluation. */
function sameFinding({ rule, subject, message }: Finding): string {
  return JSON.stringify([rule, subject, message]);
}

function actionOf(
  namespaces: readonly string[],
  directions: readonly Direction[],
  cut: readonly string[],
): string {
  const what = `a NetworkPolicy that denies ${directions.join(' and ')} by default`;
  const where =
    namespaces.length === 1 ? `namespace ${namespaces.join()}` : `each of the namespaces ${some(namespaces)}`;
  const needs = namespaces.length === 1 ? 'its pods need' : 'their pods need';
  const names = directions.includes('egress') ? ', DNS first' : '';
  const lost = some(cut);
  return `Add ${what} to ${where}, then allow what ${needs}${names}${lost === '' ? '' : `; it cuts off ${lost}`}`;
}

function namespacesOf(stack: Stack): ReadonlyMap<string, string | undefined> {
  return new Map(
    stack.resources.map((one) => [subjectOf(one), one.kind === 'Namespace' ? one.name : one.namespace]),
  );
}

function policiesFor(
  stack: Stack,
  namespaces: readonly string[],
  directions: readonly Direction[],
): ReadonlyMap<string, ClosingPolicy> {
  if (directions.length === 0) return new Map();
  const taken = new Set(ofKind(stack, 'NetworkPolicy').map(({ namespace, name }) => `${namespace}/${name}`));
  return new Map(
    namespaces.flatMap((namespace): (readonly [string, ClosingPolicy])[] => {
      const policy = closingPolicy(namespace, freeName(namespace, taken), directions);
      return policy === undefined ? [] : [[namespace, policy]];
    }),
  );
}

function freeName(namespace: string, taken: ReadonlySet<string>): string {
  let name = 'default-deny';
  for (let next = 2; taken.has(`${namespace}/${name}`); next++) name = `default-deny-${next}`;
  return name;
}

function withPolicies(stack: Stack, policies: Iterable<ClosingPolicy>): Stack {
  return withResources(stack, [...stack.resources, ...[...policies].map(({ resource }) => resource)]);
}
