// A certificate transparency log that only promises (RFC 6962 §3.2): what Fulcio needs of one.
import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';
import { der } from '../../evidence/forge/der.ts';
import { listen } from '../../oci/loopback-registry.ts';

export interface CertificateLog {
  readonly url: string;
  readonly publicKey: KeyObject;
  close(): Promise<void>;
}

const poison = '1.3.6.1.4.1.11129.2.4.3';

/** The to-be-signed part of a precertificate without its poison: what the final certificate's SCT covers. */
function withoutPoison(precertificate: Buffer): Buffer {
  const tbs = ASN1Obj.parseBuffer(Buffer.from(precertificate)).subs[0];
  const parts = (tbs?.subs ?? []).map((part) => {
    if (!part.tag.isContextSpecific(3)) return part.toDER();
    const kept = (part.subs[0]?.subs ?? []).filter((extension) => extension.subs[0]?.toOID() !== poison);
    return der(0xa3, der(0x30, ...kept.map((extension) => extension.toDER())));
  });
  return der(0x30, ...parts);
}

function big(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return buffer.subarray(8 - bytes);
}

export async function startCertificateLog(): Promise<CertificateLog> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest();
  const server = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { chain } = JSON.parse(Buffer.concat(chunks).toString());
    const [precertificate, issuer] = chain.map((one: string) => Buffer.from(one, 'base64'));
    const timestamp = Date.now();
    const tbs = withoutPoison(precertificate);
    const issuerKey = new X509Certificate(issuer).publicKey.export({ format: 'der', type: 'spki' });
    const issuerHash = createHash('sha256').update(issuerKey).digest();
    const head = Buffer.concat([Buffer.of(0, 0), big(timestamp, 8), Buffer.of(0, 1)]);
    const signed = Buffer.concat([head, issuerHash, big(tbs.length, 3), tbs, Buffer.of(0, 0)]);
    const signature = sign('sha256', signed, privateKey);
    const framed = Buffer.concat([Buffer.of(4, 3), big(signature.length, 2), signature]);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        sct_version: 0,
        id: id.toString('base64'),
        timestamp,
        extensions: '',
        signature: framed.toString('base64'),
      }),
    );
  });
  return { url: `${server.url}/log`, publicKey, close: server.close };
}
