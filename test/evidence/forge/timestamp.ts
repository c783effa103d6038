// An RFC 3161 authority's answer.
import { X509Certificate } from '@sigstore/core';
import { context, integer, none, octets, oid, sequence, set, time } from './der.ts';
import { type Pair, sha256, signBytes } from './keys.ts';

const sha256Algorithm = sequence(oid('2.16.840.1.101.3.4.2.1'), none());

export interface Stamp {
  readonly authority: Pair;
  /** DER of the authority's certificate. */
  readonly certificate: Buffer;
  readonly at: Date;
  readonly data: Uint8Array;
}

/** DER of a TimeStampResp without embedded certificate. */
export function stamp({ authority, certificate, at, data }: Stamp): Buffer {
  const { issuerName, serial } = names(certificate);
  const info = sequence(
    integer(1),
    oid('1.3.6.1.4.1.57264.2'),
    sequence(sha256Algorithm, octets(sha256(data))),
    integer(7),
    time(at),
  );
  const attributes = [
    sequence(oid('1.2.840.113549.1.9.3'), set(oid('1.2.840.113549.1.9.16.1.4'))),
    sequence(oid('1.2.840.113549.1.9.4'), set(octets(sha256(info)))),
  ];
  const signer = sequence(
    integer(1),
    sequence(issuerName, integer(serial)),
    sha256Algorithm,
    context(0, Buffer.concat(attributes)),
    sequence(oid('1.2.840.10045.4.3.2')),
    octets(signBytes(authority, set(...attributes))),
  );
  const signed = sequence(
    integer(3),
    set(sha256Algorithm),
    sequence(oid('1.2.840.113549.1.9.16.1.4'), context(0, octets(info))),
    set(signer),
  );
  const token = sequence(oid('1.2.840.113549.1.7.2'), context(0, signed));
  return sequence(sequence(integer(0)), token);
}

function names(certificate: Buffer): { issuerName: Buffer; serial: Buffer } {
  const parsed = X509Certificate.parse(Buffer.from(certificate));
  const issuer = parsed.tbsCertificate.subs[3];
  if (issuer === undefined) throw new Error('a certificate without issuer');
  return { issuerName: issuer.toDER(), serial: parsed.serialNumber };
}
