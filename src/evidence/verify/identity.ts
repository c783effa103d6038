// Whether a signer is the one that was asked for.
import { Rejection } from './rejection.ts';
import type { CertificateIdentity, Signer, TextMatch } from './signer.ts';
import { matchDescription, matchesText } from './text-match.ts';

/** Rejections `identity`, `issuer`, `extension`. */
export function checkIdentity(signer: Signer, wanted: CertificateIdentity): void {
  if (signer.kind !== 'certificate') throw new Rejection('identity', 'signed by a key, not by an identity');
  if (!matchesText(wanted.subject, signer.subject)) {
    throw new Rejection('identity', difference('signed by', signer.subject, wanted.subject));
  }
  if (!matchesText(wanted.issuer, signer.issuer)) {
    throw new Rejection('issuer', difference('vouched for by', signer.issuer, wanted.issuer));
  }
  for (const [name, match] of wanted.extensions ?? []) {
    const said = signer.extensions.get(name);
    if (said === undefined) throw new Rejection('extension', `the certificate does not state ${name}`);
    if (!matchesText(match, said)) throw new Rejection('extension', difference(name, said, match));
  }
}

function difference(what: string, said: string, wanted: TextMatch): string {
  return `${what} ${JSON.stringify(said)}, not ${matchDescription(wanted)}`;
}
