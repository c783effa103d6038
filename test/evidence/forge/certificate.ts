// Certificates as Fulcio issues them, and their authorities; each field can be forged.
import { randomBytes } from 'node:crypto';
import { bits, boolean, context, integer, octets, oid, sequence, set, text, time } from './der.ts';
import { logId, type Pair, sha256, signBytes, spki } from './keys.ts';

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
export const codeSigning = '1.3.6.1.5.5.7.3.3';
export const timeStamping = '1.3.6.1.5.5.7.3.8';
export const serverAuth = '1.3.6.1.5.5.7.3.1';

export interface Name {
  readonly kind: 'uri' | 'email';
  readonly value: string;
}

export interface CertificateOrder {
  readonly subject: string;
  readonly issuer: string;
  readonly holder: Pair;
  readonly signer: Pair;
  readonly from: Date;
  readonly to: Date;
  readonly names?: readonly Name[];
  readonly purposes?: readonly string[];
  readonly authority?: boolean;
  /** Fulcio's extensions by the last number of their OID. */
  readonly fulcio?: Readonly<Record<number, string>>;
  /** Logs that promise to record it. */
  readonly logs?: readonly { readonly pair: Pair; readonly at: Date; readonly as?: Pair }[];
  /** Raw extensions on top. */
  readonly extra?: readonly Buffer[];
}

function distinguishedName(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), text(name))));
}

export function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function extensions(order: CertificateOrder): Buffer[] {
  const { authority = false, names = [], purposes = [], fulcio = {}, holder, signer, extra = [] } = order;
  const usage = authority ? bits(Buffer.of(0x06), 1) : bits(Buffer.of(0x80), 7);
  return [
    extension('2.5.29.15', usage, true),
    ...(authority ? [extension('2.5.29.19', sequence(boolean(true)), true)] : []),
    ...(purposes.length === 0 ? [] : [extension('2.5.29.37', sequence(...purposes.map(oid)))]),
    extension('2.5.29.14', octets(keyId(holder))),
    extension('2.5.29.35', sequence(context(0, keyId(signer), false))),
    ...(names.length === 0
      ? []
      : [
          extension(
            '2.5.29.17',
            sequence(
              ...names.map(({ kind, value }) => context(kind === 'uri' ? 6 : 1, Buffer.from(value), false)),
            ),
            true,
          ),
        ]),
    ...Object.entries(fulcio).map(([number, value]) =>
      extension(`1.3.6.1.4.1.57264.1.${number}`, Number(number) < 8 ? Buffer.from(value) : text(value)),
    ),
    ...extra,
  ];
}

function keyId(pair: Pair): Buffer {
  return sha256(spki(pair.publicKey)).subarray(0, 20);
}

function tbs(order: CertificateOrder, serial: Buffer, list: readonly Buffer[]): Buffer {
  return sequence(
    context(0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    distinguishedName(order.issuer),
    sequence(time(order.from), time(order.to)),
    distinguishedName(order.subject),
    spki(order.holder.publicKey),
    context(3, sequence(...list)),
  );
}

function uint(value: number | bigint, bytes: number): Buffer {
  return Buffer.from(
    BigInt(value)
      .toString(16)
      .padStart(bytes * 2, '0'),
    'hex',
  );
}

/** RFC 6962 §3.2 and §3.3; `as`: whose id the promise bears, when it is not the signer's. */
function promises(order: CertificateOrder, precertificate: Buffer): Buffer {
  const list = (order.logs ?? []).map(({ pair, at, as = pair }) => {
    const stamp = uint(at.getTime(), 8);
    const signed = Buffer.concat([
      Buffer.of(0, 0),
      stamp,
      uint(1, 2),
      sha256(spki(order.signer.publicKey)),
      uint(precertificate.length, 3),
      precertificate,
      uint(0, 2),
    ]);
    const signature = signBytes(pair, signed);
    const promise = Buffer.concat([
      Buffer.of(0),
      logId(as),
      stamp,
      uint(0, 2),
      Buffer.of(4, 3),
      uint(signature.length, 2),
      signature,
    ]);
    return Buffer.concat([uint(promise.length, 2), promise]);
  });
  const all = Buffer.concat(list);
  return Buffer.concat([uint(all.length, 2), all]);
}

/** DER. */
export function issue(order: CertificateOrder): Buffer {
  const serial = Buffer.concat([Buffer.of(0x01), randomBytes(15)]);
  const list = extensions(order);
  const logged = order.logs === undefined || order.logs.length === 0;
  const all = logged
    ? list
    : [...list, extension('1.3.6.1.4.1.11129.2.4.2', octets(promises(order, tbs(order, serial, list))))];
  const body = tbs(order, serial, all);
  return sequence(body, ecdsaWithSha256, bits(signBytes(order.signer, body)));
}

export function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
