// The contract of a rule: facts about it and one pure check. Everything else is derived from it.
import type { RulePlace } from '../../src/terms/rule-place.ts';
import type { Severity } from '../../src/terms/severity.ts';
import type { Resource } from '../model/resource.ts';
import type { Stack } from '../model/stack.ts';
import type { ImageEvidence } from './images/evidence.ts';
import type { Observation } from './observation.ts';
import type { Pod } from './pod.ts';
import type { Spot } from './spot.ts';
import type { StackPolicy } from './stack-policy.ts';

/** What a check may know besides its subject. */
export interface RuleContext {
  readonly stack: Stack;
  readonly policy: StackPolicy;
  /** User of an image's configuration (`''`: none, so root); `undefined`: the image is not known. */
  imageUser(reference: string): string | undefined;
  /** What stands behind an image, by the reference as it is written; `undefined`: nobody looked. */
  imageEvidence(reference: string): ImageEvidence | undefined;
}

export interface RuleFacts extends RulePlace {
  /** `area/name`. */
  readonly id: string;
  /** What a stack that keeps the rule can say of itself, without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** What it does unless the policy says otherwise. */
  readonly otherwise: 'block' | 'warn' | 'off';
  /** Why it matters, one or two sentences. */
  readonly because: string;
  /** What to do, one imperative sentence. */
  readonly fix: string;
  /** Catalogues that ask for the same, such as `PSS baseline`. */
  readonly frameworks: readonly string[];
  /** Dotted places of the policy that it reads. */
  readonly configuredBy?: readonly string[];
  /** Check id of the Pod Security Standards. */
  readonly upstream?: string;
}

export interface ResourceSubject {
  readonly resource: Resource;
  readonly spot: Spot;
}

export interface PodRule extends RuleFacts {
  readonly subject: 'pod';
  /** It reads other resources of the stack too: of a pod that is looked at alone it says nothing. */
  readonly joins?: true;
  check(pod: Pod, context: RuleContext): readonly Observation[];
}

export interface ResourceRule extends RuleFacts {
  readonly subject: 'resource';
  /** Kinds that it looks at; absent: every one. */
  readonly kinds?: ReadonlySet<string>;
  check(subject: ResourceSubject, context: RuleContext): readonly Observation[];
}

/** What a rule about the whole stack says of one resource of it. */
export interface StackSight {
  readonly resource: Resource;
  /** Where the resource only stands for it, such as a namespace that the stack does not declare. */
  readonly subject?: string;
  readonly seen: readonly Observation[];
}

/** A rule that no single resource answers; it does not run where only one resource is at hand. */
export interface StackRule extends RuleFacts {
  readonly subject: 'stack';
  check(context: RuleContext): readonly StackSight[];
}

export type Rule = PodRule | ResourceRule | StackRule;

/** Page about a rule, from the root of this project's repository. */
export function rulePage(id: string): string {
  return `policy-pack/rules/${id}/rule.md`;
}
