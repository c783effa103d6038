// Witness: Rekor v2, as `hashedrekord` over what was signed (rekor-tiles api/proto/rekor/v2/hashedrekord.proto).
import { createHash } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { TransparencyLogEntry as EntryMessage } from '@sigstore/protobuf-specs';
import type { HttpClient } from '../../http/message.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { postJson } from './post.ts';
import { keyKind, spki } from './signing-key.ts';
import { pemToDer, type SignedBytes, type Witness } from './witness.ts';

/**
 * Servers from 2.3 refuse the `dsse` entries that @sigstore/sign asks for; for an envelope the entry covers the
 * pre-authentication encoding, which cosign 3.1 and sigstore-go read. Legacy annotations cannot carry its proof.
 */
export function rekorV2(client: HttpClient, url: URL): Witness {
  return {
    async testify(signed) {
      const answer = await postJson(client, new URL('api/v2/log/entries', slashed(url)), request(signed), {
        what: 'cannot log the signature',
      });
      return { entries: [parseEntry(answer.value, url)], timestamps: [] };
    },
  };
}

export function slashed(url: URL): URL {
  return url.pathname.endsWith('/') ? url : new URL(`${url.href}/`);
}

function request({ bytes, hash, signature, signer }: SignedBytes): object {
  const { publicKey } = signer.key;
  if (publicKey.asymmetricKeyType === 'ed25519') {
    throw new UserError(
      'key',
      'Rekor v2 logs no Ed25519 signature over an envelope',
      'Sign with an ECDSA or RSA key, or without a log.',
    );
  }
  const { certificate } = signer;
  const der = certificate === undefined ? spki(publicKey) : pemToDer(certificate.leaf);
  const material = { rawBytes: der.toString('base64') };
  return {
    hashedRekordRequestV002: {
      digest: createHash(hash).update(bytes).digest('base64'),
      signature: {
        content: signature.toString('base64'),
        verifier: {
          ...(certificate === undefined ? { publicKey: material } : { x509Certificate: material }),
          keyDetails: keyKind(publicKey).details,
        },
      },
    },
  };
}

function parseEntry(value: unknown, url: URL): TransparencyLogEntry {
  const { logId, kindVersion, ...entry } = EntryMessage.fromJSON(value);
  if (logId !== undefined && kindVersion !== undefined && entry.inclusionProof?.checkpoint !== undefined) {
    return { ...entry, logId, kindVersion };
  }
  throw new OutsideError(
    'protocol',
    `the log at ${url.host} answered without a proof that it holds the entry`,
    'Check that the address is a Rekor v2 log.',
  );
}
