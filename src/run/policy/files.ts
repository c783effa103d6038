// Where the policy of a run comes from: the file that was named, or the one in its usual place.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EffectivePolicy, effectivePolicy } from '../../gate/effective-policy.ts';
import type { PolicyLayer } from '../../gate/policy.ts';
import { type PolicyFile, type PolicyOptions, parsePolicy } from '../../gate/policy-file.ts';
import { UserError } from '../../terms/errors.ts';
import { readGivenText } from '../../terms/given-file.ts';

/** In the order in which they are looked for. */
export const policyPlaces = ['.github/seaworthy.yaml', 'seaworthy.yaml'] as const;

export interface PolicyText {
  /** As shown in messages. */
  readonly file: string;
  readonly text: string;
}

/** Its own ceiling is far lower and tells the size; this is for what has no end. */
const mostOfPolicy = 64 * 1024 * 1024;

/** Fetches the policy that another one extends, by digest. */
export type FetchPolicy = (reference: string) => Promise<string>;

/** The file that was asked for, else the one in its usual place, else undefined: then the defaults gate. */
export function findPolicy(directory: string, asked: string | undefined): PolicyText | undefined {
  const path = asked ?? policyPlaces.find((place) => existsSync(join(directory, place)));
  if (path === undefined) return undefined;
  const absolute = resolve(directory, path);
  try {
    return { file: path, text: readGivenText(absolute, mostOfPolicy) };
  } catch (cause) {
    throw new UserError('policy', `the policy file ${path} cannot be read`, 'Name a readable file.', {
      at: { file: path },
      cause,
    });
  }
}

/** Parses a policy and what it extends. Errors: `UserError` with file, line and field. */
export async function loadPolicy(
  found: PolicyText | undefined,
  options: Omit<PolicyOptions, 'file'>,
  input: PolicyLayer | undefined,
  fetchPolicy: FetchPolicy,
): Promise<EffectivePolicy> {
  const file = found === undefined ? undefined : parsePolicy(found.text, { ...options, file: found.file });
  const organisation = await loadExtended(file, options, fetchPolicy);
  return effectivePolicy({
    ...(file === undefined ? {} : { file }),
    ...(organisation === undefined ? {} : { organisation }),
    ...(input === undefined ? {} : { input }),
  });
}

/** The organisation's policy that a file extends, parsed; undefined when it extends none. */
export async function loadExtended(
  file: PolicyFile | undefined,
  options: Omit<PolicyOptions, 'file'>,
  fetchPolicy: FetchPolicy,
): Promise<PolicyFile | undefined> {
  const reference = file?.layer.extends;
  if (reference === undefined) return undefined;
  return parsePolicy(await fetchPolicy(reference), { ...options, file: reference });
}
