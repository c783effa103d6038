// The tags that evidence is kept under.
import { createHash } from 'node:crypto';
import { type Digest, digestAlgorithm, digestHex } from '../../terms/digest.ts';

function stem(subject: Digest): string {
  return `${digestAlgorithm(subject)}-${digestHex(subject).slice(0, 64)}`;
}

/** cosign's legacy tag of signatures. */
export function signatureTag(subject: Digest): string {
  return `${stem(subject)}.sig`;
}

/** cosign's legacy tag of attestations. */
export function attestationTag(subject: Digest): string {
  return `${stem(subject)}.att`;
}

/**
 * A tag of its own for one kind of attestation by one signer: whatever happens to the fallback index, the bundle is found
 * again by it, and a newer one takes its place.
 */
export function ownTag(subject: Digest, predicateType: string, signerName: string): string {
  const name = createHash('sha256')
    .update(JSON.stringify([predicateType, signerName]))
    .digest('hex');
  return `${stem(subject)}.${name.slice(0, 32)}.bundle`;
}

const ownShape = /\.[0-9a-f]{32}\.bundle$/;

/** Whether a tag is one bundle's own, of this subject. */
export function isOwnTag(tag: string, subject: Digest): boolean {
  return tag.startsWith(`${stem(subject)}.`) && ownShape.test(tag);
}
