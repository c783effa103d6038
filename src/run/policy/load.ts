// The policy in force of a run, parsed with no more of the program than the file needs.
import type { EffectivePolicy } from '../../gate/effective-policy.ts';
import type { PolicyOptions } from '../../gate/policy-file.ts';
import { UserError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';
import { fetchExtendedPolicy } from './extended.ts';
import { loadPolicy, type PolicyText } from './files.ts';
import { imageParsing } from './image-parsing.ts';

/**
 * Rules of stacks are half of the program: they are loaded for a file that does not parse without them, which then parses,
 * or fails with a message that knows them. Errors: those of `loadPolicy`.
 */
export async function policyInForce(
  found: PolicyText | undefined,
  now: Date,
  outside: Outside,
): Promise<EffectivePolicy> {
  // Parsed twice it is still fetched once.
  const fetched = new Map<string, ReturnType<typeof fetchExtendedPolicy>>();
  const fetchOnce = (reference: string): ReturnType<typeof fetchExtendedPolicy> => {
    const fetching = fetched.get(reference) ?? fetchExtendedPolicy(reference, outside);
    fetched.set(reference, fetching);
    return fetching;
  };
  const by = (parsing: Pick<PolicyOptions, 'sections' | 'rules'>): Promise<EffectivePolicy> =>
    loadPolicy(found, { ...parsing, now }, undefined, fetchOnce);
  try {
    return await by(imageParsing);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return by((await import('./parsing.ts')).parsing);
  }
}
