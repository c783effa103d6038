// The policy in force: defaults, under the organisation's, under the file's, under the input's; printed and digested.
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { Digest } from '../terms/digest.ts';
import { UserError } from '../terms/errors.ts';
import { refuseLoosening } from './lock.ts';
import type { Policy, PolicyLayer } from './policy.ts';
import { defaultPolicy } from './policy-default.ts';
import type { PolicyFile } from './policy-file.ts';
import { overlay } from './policy-overlay.ts';

export interface EffectivePolicy {
  readonly policy: Policy;
  /** Canonical YAML of everything in force, sorted. */
  readonly text: string;
  /** SHA-256 of `text` in UTF-8; it goes into the certificate. */
  readonly digest: Digest;
  readonly warnings: readonly string[];
}

/** Where a file's `extends` is fetched from: an OCI artifact by digest. */
export interface PolicySource {
  /** Text of the policy; the digest is verified by whoever implements this. */
  fetch(reference: string): Promise<string>;
}

export interface PolicyLayers {
  /** The parsed policy that `file` extends. */
  readonly organisation?: PolicyFile;
  readonly file?: PolicyFile;
  /** What the command line or the Action's inputs state. */
  readonly input?: PolicyLayer;
}

/** Lays the layers over each other; throws `UserError` when a locked field is loosened or `extends` was not fetched. */
export function effectivePolicy(layers: PolicyLayers): EffectivePolicy {
  const { organisation, file, input } = layers;
  const reference = file?.layer.extends;
  if (reference !== undefined && organisation === undefined) {
    throw new UserError(
      'policy',
      `the policy extends ${reference}, and that was not fetched`,
      'Use a mode that can reach the registry, or remove `extends`.',
      { at: file?.source.locate(['extends']) ?? { file: 'seaworthy.yaml' } },
    );
  }
  if (organisation?.layer.extends !== undefined) {
    throw new UserError(
      'policy',
      'the policy of the organisation extends another one',
      'Write everything into the organisation’s policy; only one step is followed.',
      { at: organisation.source.locate(['extends']) },
    );
  }
  const ground = organisation === undefined ? defaultPolicy : overlay(defaultPolicy, organisation.layer);
  let policy = ground;
  for (const layer of [file?.layer, input]) if (layer !== undefined) policy = overlay(policy, layer);
  refuseLoosening(ground, policy, (path) => file?.source.locate(path) ?? { file: 'input' });
  const text = policyText(policy);
  return {
    policy,
    text,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    warnings: [...(organisation?.warnings ?? []), ...(file?.warnings ?? [])],
  };
}

/** Canonical YAML of a policy, in the shape of the file. */
export function policyText(policy: Policy): string {
  const document: Record<string, unknown> = {
    version: 1,
    ...(policy.extends === undefined ? {} : { extends: policy.extends }),
    ...(policy.locked.length === 0 ? {} : { locked: policy.locked }),
    images: {
      consider: policy.consider,
      grade: { minimum: policy.minimumGrade },
      vulnerabilities: { block: policy.block, unknownSeverity: policy.unknownSeverity },
      ...(policy.rules.size === 0 ? {} : { rules: Object.fromEntries(policy.rules) }),
      ...(policy.teamRules.size === 0
        ? {}
        : {
            teamRules: Object.fromEntries(
              [...policy.teamRules].map(([team, rules]) => [team, Object.fromEntries(rules)]),
            ),
          }),
    },
    advisories: { maxAge: policy.maxAge },
    ...(policy.waivers.length === 0 ? {} : { waivers: policy.waivers }),
  };
  for (const [path, value] of policy.sections) place(document, path.split('.'), value);
  return stringify(document, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

function place(document: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [group = '', name] = path;
  if (name === undefined) {
    document[group] = value;
    return;
  }
  const held = document[group];
  document[group] = { ...(typeof held === 'object' ? held : {}), [name]: value };
}
