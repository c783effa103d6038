// How a layer is compressed: what its media type says and what its first bytes say, held against each other.
import { ContentError } from '../../terms/refusal.ts';

export type Compression = 'gzip' | 'zstd' | 'plain';

const oci = /^application\/vnd\.oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(gzip|zstd))?$/;
const docker = /^application\/vnd\.docker\.image\.rootfs\.(?:diff|foreign\.diff)\.tar(?:\.(gzip|zstd))?$/;

/** What the bytes are, by their magic: RFC 1952 §2.3.1, RFC 8878 §3.1.1 and §3.1.2 (skippable frames). */
export function sniffCompression(head: Uint8Array): Compression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  return 'plain';
}

/**
 * Decides how to read a layer, or throws `ContentError` (`media-type`, `encrypted`, `unsupported`).
 * A type that names a compression must tell the truth, and so must OCI's plain type; Docker's plain type and
 * an empty one say nothing (archives of `docker save` are marked so whatever is inside): there the bytes decide.
 */
export function layerCompression(mediaType: string, head: Uint8Array): Compression {
  const found = sniffCompression(head);
  if (mediaType.endsWith('+encrypted')) {
    throw refused('encrypted', `the layer is encrypted (${mediaType})`);
  }
  const match = oci.exec(mediaType) ?? docker.exec(mediaType);
  if (match === null && mediaType !== '') {
    throw refused('unsupported', `no layer can be read from media type ${mediaType}`);
  }
  const silent = mediaType === '' || (match?.[1] === undefined && !oci.test(mediaType));
  const said = match?.[1] ?? 'plain';
  if (!silent && said !== found) {
    throw refused('media-type', `the media type ${mediaType} says ${said}, the bytes are ${found}`);
  }
  return found;
}

function refused(code: 'media-type' | 'encrypted' | 'unsupported', message: string): ContentError {
  return new ContentError({ code, what: 'layer', message });
}
