// Who signed: as evidence shows it, and as a policy asks for it.
import type { KeyObject } from 'node:crypto';
import type { Digest } from '../../terms/digest.ts';

/** Fulcio's certificate extensions by name (sigstore/fulcio docs/oid-info.md). */
export const extensionNames = [
  'issuer',
  'trigger',
  'sha',
  'workflowName',
  'repository',
  'ref',
  'buildSigner',
  'buildSignerDigest',
  'runnerEnvironment',
  'sourceRepository',
  'sourceDigest',
  'sourceRef',
  'sourceRepositoryId',
  'sourceOwner',
  'sourceOwnerId',
  'buildConfig',
  'buildConfigDigest',
  'buildTrigger',
  'runInvocation',
  'sourceVisibility',
] as const;
export type ExtensionName = (typeof extensionNames)[number];

/** `exact` is the default everywhere; in a pattern `*` stands for any run without `/` and `@`, and the whole text must match. */
export type TextMatch =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'pattern'; readonly pattern: string };

export interface CertificateIdentity {
  readonly kind: 'certificate';
  readonly subject: TextMatch;
  readonly issuer: TextMatch;
  readonly extensions?: ReadonlyMap<ExtensionName, TextMatch>;
}

export interface KeyIdentity {
  readonly kind: 'key';
  readonly key: KeyObject;
  /** When the key is believed; always, where absent. Each trusted time must lie within (CVE-2026-54787). */
  readonly validFor?: { readonly start?: Date; readonly end?: Date };
}

export type Identity = CertificateIdentity | KeyIdentity;

export type Signer =
  | {
      readonly kind: 'certificate';
      /** The one subject alternative name. */
      readonly subject: string;
      readonly issuer: string;
      readonly extensions: ReadonlyMap<ExtensionName, string>;
    }
  | { readonly kind: 'key' /** sha256 of the key's SPKI. */; readonly fingerprint: Digest };

/** A text that is the same for the same signer and differs for different ones. */
export function signerName(signer: Signer): string {
  return signer.kind === 'key' ? `key ${signer.fingerprint}` : `${signer.subject} (${signer.issuer})`;
}
