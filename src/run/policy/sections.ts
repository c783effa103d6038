// The sections of the policy in force, for commands that judge no image themselves.

import type { Outside } from '../outside.ts';
import { fetchExtendedPolicy } from './extended.ts';
import { findPolicy, loadPolicy } from './files.ts';
import { parsing } from './parsing.ts';

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
