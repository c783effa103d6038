// What a signing certificate says of its holder, and whether it was made for signing.
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { ASN1Obj, type X509Certificate } from '@sigstore/core';
import { Rejection, step } from './rejection.ts';
import { type ExtensionName, extensionNames, type Signer } from './signer.ts';

const codeSigning = '1.3.6.1.5.5.7.3.3';
const sanOid = '2.5.29.17';
const fulcio = '1.3.6.1.4.1.57264.1.';
/** `.1` to `.6` hold bare text, `.8` onward DER UTF8String; `.8` is the issuer again. */
const bareNames: readonly ExtensionName[] = ['issuer', 'trigger', 'sha', 'workflowName', 'repository', 'ref'];
const firstEncoded = 8;
const encodedNames: readonly ExtensionName[] = ['issuer', ...extensionNames.slice(6)];
const userName = '1.3.6.1.4.1.57264.1.7';

const text = new TextDecoder('utf-8', { fatal: true });

function encodedText(value: Buffer): string {
  const parsed = ASN1Obj.parseBuffer(Buffer.from(value));
  if (parsed.tag.number !== 0x0c) throw new Rejection('malformed', 'a certificate extension is no text');
  return text.decode(parsed.value);
}

function readExtensions(certificate: X509Certificate): ReadonlyMap<ExtensionName, string> {
  const found = new Map<ExtensionName, string>();
  const read = (name: ExtensionName, number: number, encoded: boolean) => {
    const value = certificate.extension(`${fulcio}${number}`)?.value;
    if (value === undefined) return;
    const said = encoded ? encodedText(value) : text.decode(value);
    const before = found.get(name);
    if (before !== undefined && before !== said) {
      throw new Rejection('malformed', `the certificate states two values of ${name}`);
    }
    found.set(name, said);
  };
  for (const [at, name] of bareNames.entries()) read(name, at + 1, false);
  for (const [at, name] of encodedNames.entries()) read(name, firstEncoded + at, true);
  return found;
}

/** The one name of the holder; several would let a reader choose (a URI here, an e-mail address there). */
function readSubject(certificate: X509Certificate): string {
  const names = certificate.extension(sanOid)?.valueObj.subs[0]?.subs ?? [];
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new Rejection('identity', `the certificate names ${names.length} holders, not one`);
  }
  if (name.tag.isContextSpecific(6) || name.tag.isContextSpecific(1)) return text.decode(name.value);
  const other = certificate.extSubjectAltName?.otherName(userName);
  if (other === undefined)
    throw new Rejection('identity', 'the certificate names its holder in no known way');
  return other;
}

function checkOnce(certificate: X509Certificate): void {
  const seen = new Set<string>();
  for (const extension of certificate.extensions) {
    const oid = extension.subs[0]?.toOID() ?? '';
    // RFC 5280 §4.2: at most one of each; two readers would pick different ones.
    if (seen.has(oid)) throw new Rejection('malformed', `the certificate has the extension ${oid} twice`);
    seen.add(oid);
  }
}

/** For code signing (RFC 5280 §4.2.1.12), and no authority's certificate. Rejection `purpose`. */
export function checkPurpose(certificate: X509Certificate): void {
  const { keyUsage } = new NodeCertificate(certificate.root.toDER());
  if (!(keyUsage ?? []).includes(codeSigning)) {
    throw new Rejection('purpose', 'the certificate was not issued for signing code');
  }
  if (certificate.extBasicConstraints?.isCA === true) {
    throw new Rejection('purpose', 'the certificate is an authority’s own, not a signer’s');
  }
}

/** Rejections `malformed`, `identity`. */
export function readSigner(certificate: X509Certificate): Signer {
  return step('malformed', 'the certificate', () => {
    checkOnce(certificate);
    const extensions = readExtensions(certificate);
    const issuer = extensions.get('issuer');
    if (issuer === undefined)
      throw new Rejection('issuer', 'the certificate does not say who vouched for it');
    return { kind: 'certificate', subject: readSubject(certificate), issuer, extensions };
  });
}
