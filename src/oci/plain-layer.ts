// A layer as its plain tar, whatever it was packed with: what a diff id is the digest of.
import { inflateCeilings } from './inflate/ceilings.ts';
import { inflateLayer } from './inflate/inflate-layer.ts';

/**
 * The plain tar of a body that may be packed, in an archive that does not say how; the bytes decide. Throws
 * `ContentError` where it is damaged, cut, followed by other bytes, or inflates beyond a ceiling.
 */
export function plainLayer(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  return inflateLayer(body, '', inflateCeilings);
}
