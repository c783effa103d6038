// The sections of the policy in force, for commands that judge no image themselves.
import { fetchExtendedPolicy } from './extended-policy.ts';
import type { Outside } from './outside.ts';
import { parsing } from './parsing.ts';
import { findPolicy, loadPolicy } from './policy-files.ts';

/** Errors: `UserError` with file, line and field. */
export async function policySections(
  asked: string | undefined,
  directory: string,
  outside: Outside,
): Promise<ReadonlyMap<string, unknown>> {
  const options = { ...parsing, now: outside.clock.now() };
  const { policy } = await loadPolicy(findPolicy(directory, asked), options, undefined, (reference) =>
    fetchExtendedPolicy(reference, outside),
  );
  return policy.sections;
}
