// The result that a gate in another job wrote, as a completed gate: believed by the digest that this job's output states.
import { resolve } from 'node:path';
import { digestOf } from '../../oci/verification.ts';
import { parseResult } from '../../report/result-reading.ts';
import { UserError } from '../../terms/errors.ts';
import { readGiven } from '../../terms/given-file.ts';
import type { Result } from '../../terms/verdict.ts';
import { version } from '../../terms/version.ts';
import { recallCompleted } from '../image/result.ts';
import type { Outside } from '../outside.ts';
import type { PolicyText } from '../policy/files.ts';
import { policyInForce } from '../policy/load.ts';
import { type Judged, keptFor } from './kept-gate.ts';

export interface CompletedFile {
  readonly path: string;
  /** What the gate's own job says of it: a file that crosses between jobs is for others to replace. */
  readonly digest: string;
  readonly directory: string;
  /** That a gate here would judge by. */
  readonly policy: PolicyText | undefined;
  /** The moment that a gate here would judge as of. */
  readonly asOf: Date;
}

/**
 * UserError `usage` unless the bytes are those that were stated, judged by this program and this policy in the last two
 * hours. Whether the verdict passes, and for which digests, is the signer's to ask.
 */
export async function readCompleted(file: CompletedFile, outside: Outside): Promise<Judged> {
  const { path, digest, asOf } = file;
  const bytes = readBytes(path, file.directory);
  if (digestOf(bytes) !== digest) {
    throw stranger(
      path,
      'is not the result whose digest is stated',
      'Give verdict-digest: the output report-digest of the job that gated.',
    );
  }
  const result = parseResult(bytes.toString('utf8'), path);
  const policy = await policyInForce(file.policy, asOf, outside);
  const why = whyNot(result, policy.digest, asOf);
  if (why !== undefined) throw stranger(path, why, 'Gate again, and hand over what that gate wrote.');
  return { result: recallCompleted(result), policy };
}

function whyNot(
  { gate, tool, policyDigest, snapshot }: Result,
  policy: string,
  asOf: Date,
): string | undefined {
  if (gate !== 'image') return 'judges no image';
  if (tool.version !== version) return `was written by version ${tool.version}, and this is ${version}`;
  if (policyDigest !== policy) return 'was judged by another policy';
  // As of a named day both name the same; otherwise one is at most two hours behind the other.
  const age = asOf.getTime() - Date.parse(snapshot.asOf);
  return age >= 0 && age <= keptFor ? undefined : `was judged as of ${snapshot.asOf}, too far from now`;
}

function stranger(path: string, why: string, fix: string): UserError {
  return new UserError('usage', `${path} ${why}: it is not signed`, fix);
}

function readBytes(path: string, directory: string): Buffer {
  try {
    return readGiven(resolve(directory, path));
  } catch (cause) {
    throw new UserError(
      'usage',
      `the result ${path} cannot be read`,
      'Download it from the job that gated.',
      {
        cause,
      },
    );
  }
}
