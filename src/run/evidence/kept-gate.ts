// Gates that were completed and passed, kept for a while: whoever signs right after one, or after an outage, scans nothing twice.
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { EffectivePolicy } from '../../gate/effective-policy.ts';
import { renderJson } from '../../report/result-json.ts';
import { parseResult } from '../../report/result-reading.ts';
import { build } from '../../terms/build.ts';
import type { Digest } from '../../terms/digest.ts';
import { Bug } from '../../terms/errors.ts';
import { makeFolder } from '../../terms/folder.ts';
import type { Result } from '../../terms/verdict.ts';
import { version } from '../../terms/version.ts';
import { type Gated, type GateRequest, gateImages } from '../gate.ts';
import { recallCompleted } from '../image/result.ts';
import type { Outside } from '../outside.ts';
import { policyInForce } from '../policy/load.ts';
import { writeWhole } from '../whole-file.ts';
import { digestAt, evidencePlace } from './repository.ts';

/** Milliseconds for which a completed gate may still be signed. */
export const keptFor = 2 * 60 * 60 * 1000;
const keptSchema = z.object({ at: z.iso.datetime(), roots: z.array(z.string()), result: z.string() });

/** What signing needs of a gate. */
export type Judged = Pick<Gated, 'result' | 'policy'>;

/** Gates, and keeps what passed. Errors: those of the gate; what cannot be kept is no failure. */
export async function gateAndKeep(request: GateRequest, outside: Outside): Promise<Gated> {
  const gated = await gateImages(request, outside);
  const { keptGates: folder } = outside;
  const name = nameOf(request, gated.policy, outside);
  const roots = rootsOf(request.references, gated.result);
  if (folder === undefined || name === undefined || roots === undefined) return gated;
  if (gated.result.verdict?.certificate !== 'pass') return gated;
  const kept = { at: outside.clock.now().toISOString(), roots, result: renderJson(gated.result) };
  try {
    makeFolder(folder, 0o700);
    forgetOld(folder, outside.clock.now());
    const path = join(folder, name);
    writeWhole(path, JSON.stringify(kept));
    chmodSync(path, 0o600);
  } catch (error) {
    outside.log.debug(`the completed gate is not kept: ${String(error)}`);
  }
  return gated;
}

/**
 * A completed gate of this very image by this very policy, if there is a young one; else gates. `anew` never looks for one.
 * The image's digest is asked for again: a tag that moved is gated. Errors: those of the gate.
 */
export async function gateOnce(
  request: GateRequest,
  outside: Outside,
  { anew }: { readonly anew: boolean },
): Promise<Judged> {
  const found = anew ? undefined : await findKept(request, outside);
  if (found === undefined) return gateAndKeep(request, outside);
  const { asOf } = found.result.snapshot;
  outside.log.info(`Gated before, as of ${asOf}: not scanned again.`);
  return found;
}

async function findKept(request: GateRequest, outside: Outside): Promise<Judged | undefined> {
  const { keptGates: folder } = outside;
  if (folder === undefined || request.policy.kind !== 'file') return undefined;
  const policy = await policyInForce(request.policy.file, request.asOf, outside);
  const name = nameOf(request, policy, outside);
  const kept = name === undefined ? undefined : readKept(join(folder, name), outside);
  if (kept === undefined) return undefined;
  const { result, roots } = kept;
  if (result.verdict?.certificate !== 'pass' || result.policyDigest !== policy.digest) return undefined;
  if (rootsOf(request.references, result)?.join() !== roots.join()) return undefined;
  for (const [at, reference] of request.references.entries()) {
    if ((await digestAt(await evidencePlace(reference, outside))) !== roots[at]) return undefined;
  }
  return { result: recallCompleted(result), policy };
}

/** Whatever a gate rests on beside the image; undefined where that cannot be told by a name. */
function nameOf(request: GateRequest, policy: EffectivePolicy, { clock }: Outside): string | undefined {
  // What passes has no fix plan: what that would look into changes nothing.
  const { base: _, baseTrust: __, newerBase: ___, ...given } = request;
  const { references, knowledge, asOf, knownBad, policy: choice, ...rest } = given;
  if (references.length === 0 || choice.kind !== 'file') return undefined;
  if (knowledge.identity === undefined || knownBad !== undefined) return undefined;
  // Judged as of now, a gate of an hour ago answers the same question; as of a named day, only that day's does.
  const moment = Math.abs(clock.now().getTime() - asOf.getTime()) < keptFor ? 'now' : asOf.toISOString();
  const parts = [build ?? version, resolve('.'), references, knowledge.identity, moment, policy.digest, rest];
  return `${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}.json`;
}

/** What each reference led to; undefined where one of them is not in the result. */
function rootsOf(references: readonly string[], { images }: Result): readonly Digest[] | undefined {
  const roots = references.map((reference) => {
    const image = images.find((one) => one.reference === reference);
    return image?.indexDigest ?? image?.digest;
  });
  const known = roots.filter((root) => root !== undefined);
  return known.length === roots.length ? known : undefined;
}

/** Only what we wrote ourselves, for our own eyes: a file that others may write says nothing. */
function readKept(
  path: string,
  { clock, log }: Outside,
): { readonly result: Result; readonly roots: readonly string[] } | undefined {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isFile() !== true || (status.mode & 0o077) !== 0) return undefined;
    if (process.getuid !== undefined && status.uid !== process.getuid()) return undefined;
    const kept = keptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const age = clock.now().getTime() - Date.parse(kept.at);
    if (age < 0 || age > keptFor) return undefined;
    return { result: parseResult(kept.result, path), roots: kept.roots };
  } catch (error) {
    if (error instanceof Bug) throw error;
    log.debug(`the kept gate ${path} cannot be read: ${String(error)}`);
    return undefined;
  }
}

function forgetOld(folder: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = statSync(path);
    if (now.getTime() - mtimeMs > keptFor) rmSync(path, { force: true });
  }
}
