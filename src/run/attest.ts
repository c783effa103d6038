// The use case `attest` with a predicate of the user's own.
import { isPredicateType } from '../evidence/formats/predicate-types.ts';
import { attestImage } from '../evidence/publish/attest-image.ts';
import { parseStrictJson } from '../oci/strict-json.ts';
import { UserError } from '../terms/errors.ts';
import { readGiven } from '../terms/given-file.ts';
import type { Signing } from './evidence/open-signer.ts';
import { evidencePlace } from './evidence/repository.ts';
import type { Outside } from './outside.ts';
import type { SignAnswer } from './sign.ts';

const predicateCeiling = 16 * 1024 * 1024;

/** Errors: `UserError` usage for a file that is no JSON; those of repository, key and witnesses. */
export async function attestPredicate(
  reference: string,
  { file, type, name }: { readonly file: string; readonly type: string; readonly name?: string },
  { signer, witnesses }: Signing,
  outside: Outside,
): Promise<SignAnswer> {
  if (!isPredicateType(type)) {
    const fix = 'Write a URI, such as https://acme.example/review/v1.';
    throw new UserError('usage', `${JSON.stringify(type)} is no predicate type`, fix);
  }
  const claim = { predicateType: type, predicate: readPredicate(file) };
  const place = await evidencePlace(reference, outside, name);
  const wish = { name: place.name, signer, witnesses, now: outside.clock.now() };
  const images = await attestImage(place.repository, place.target, claim, wish);
  return { kind: 'signed', name: place.name, images };
}

function readPredicate(file: string): unknown {
  try {
    return parseStrictJson(readGiven(file), { what: 'predicate', bytes: predicateCeiling, depth: 128 });
  } catch (cause) {
    const fix = 'Name a readable JSON file with the predicate alone.';
    throw new UserError('usage', `the predicate in ${file} cannot be read`, fix, { cause });
  }
}
