// A sigstore bundle, read from its JSON (sigstore protobuf-specs `sigstore_bundle.proto`), versions 0.1 to 0.3.
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from '../../oci/strict-json.ts';
import { Rejection, step } from '../verify/rejection.ts';
import { decodeBase64 } from './base64.ts';
import { isBundleMediaType } from './media-types.ts';

/** Bytes; an SBOM is inlined in its envelope. */
export const bundleCeiling = 32 * 1024 * 1024;
const entryCeiling = 32;

const byteFields: ReadonlySet<string> = new Set([
  'rawBytes',
  'signature',
  'sig',
  'payload',
  'digest',
  'keyId',
  'signedEntryTimestamp',
  'rootHash',
  'canonicalizedBody',
  'signedTimestamp',
]);

/** The library decodes leniently: a signature with stray characters would be read as another one. */
function checkBytes(value: JsonValue, path: string): void {
  if (Array.isArray(value)) {
    for (const [at, inner] of value.entries()) checkBytes(inner, `${path}[${at}]`);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (byteFields.has(key) && typeof inner === 'string' && decodeBase64(inner) === undefined) {
      throw new Rejection('malformed', `the bundle's ${here} is not base64`);
    }
    checkBytes(inner, here);
  }
}

function object(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/**
 * Rejections: `malformed`, `unsupported` (a version that is not known), `ceiling`. An envelope with other than one
 * signature is malformed: which one counts would be the reader's choice.
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  if (bytes.length > bundleCeiling) {
    throw new Rejection('ceiling', `the bundle has ${bytes.length} bytes; at most ${bundleCeiling} are read`);
  }
  const root = step('malformed', 'the bundle', () =>
    parseStrictJson(bytes, { what: 'bundle', bytes: bundleCeiling }),
  );
  if (!isJsonObject(root)) throw new Rejection('malformed', 'the bundle is not an object');
  const { mediaType } = root;
  if (typeof mediaType !== 'string') throw new Rejection('malformed', 'the bundle states no media type');
  if (!isBundleMediaType(mediaType)) {
    throw new Rejection('unsupported', `a bundle of the media type ${mediaType} is not read`);
  }
  checkBytes(root, '');
  const entries = object(root.verificationMaterial)?.tlogEntries;
  if (Array.isArray(entries) && entries.length > entryCeiling) {
    throw new Rejection('ceiling', `the bundle has ${entries.length} log entries`);
  }
  return step('malformed', 'the bundle', () => bundleFromJSON(root));
}
