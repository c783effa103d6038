// `node test/evidence/rekor-v1/make.ts`: signs with our own code against the real Rekor v1 and keeps what it answered.
// First: apt-get install mariadb-server, and node test/tools/main.ts rekor-v1-server trillian_log_server trillian_log_signer.
import { createHash, createPublicKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signStatement } from '../../../src/evidence/sign/dsse-bundle.ts';
import { signLegacy } from '../../../src/evidence/sign/legacy-signature.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import { rekorV1 } from '../../../src/evidence/sign/rekor-v1.ts';
import type { Signer } from '../../../src/evidence/sign/signer.ts';
import { publicPem } from '../../../src/evidence/sign/signing-key.ts';
import type { SignedBytes, Witness } from '../../../src/evidence/sign/witness.ts';
import { statementBytes } from '../../../src/evidence/statements/statement.ts';
import { openHttpClient } from '../../../src/http/client.ts';
import { startRekorV1 } from '../../servers/sigstore/rekor-v1.ts';
import { toPem } from '../forge/certificate.ts';
import { newInstance } from '../forge/instance.ts';
import { newPair } from '../forge/keys.ts';
import { issuer, leaf, workflow } from '../forge/sign.ts';
import { fixtures } from './fixtures.ts';

const subject = { name: 'registry.test/acme/web', digest: `sha256:${'c'.repeat(64)}` } as const;
const claim = { predicateType: 'https://slsa.dev/provenance/v1', predicate: {} };
const server = await startRekorV1();
const client = openHttpClient();
try {
  const instance = newInstance();
  const log = createPublicKey(server.publicKey).export({ type: 'spki', format: 'der' });
  const [template] = instance.trust.tlogs;
  if (template === undefined) throw new Error('no log in the root');
  const real = {
    ...template,
    baseUrl: 'https://rekor.test',
    publicKey: { ...template.publicKey, rawBytes: log.toString('base64') },
    logId: { keyId: createHash('sha256').update(log).digest('base64') },
  };
  const holder = newPair();
  const pem = toPem(leaf({ instance, content: { payload: Buffer.alloc(0) }, at: new Date() }, holder));
  const pair = newPair();
  const signers: Readonly<Record<string, Signer>> = {
    key: { key: privateKey(pair.privateKey) },
    keyless: {
      key: privateKey(holder.privateKey),
      certificate: { leaf: pem, chain: [], subject: workflow, issuer },
    },
  };
  const witness = twice(rekorV1(client, new URL(server.url)));
  const signed: Record<string, unknown> = {};
  for (const [name, signer] of Object.entries(signers)) {
    const bundle = await signStatement(statementBytes(subject, claim), signer, [witness]);
    const legacy = await signLegacy(subject, signer, [witness]);
    signed[name] = {
      bundle: JSON.parse(bundle.bytes.toString('utf8')),
      legacy: { payload: legacy.payload.toString('utf8'), annotations: legacy.annotations },
    };
  }
  const kept = {
    ...{ subject, at: new Date().toISOString(), publicKey: publicPem(pair.publicKey), signed },
    trustedRoot: { ...instance.trust, tlogs: [real] },
  };
  writeFileSync(join(import.meta.dirname, fixtures), `${JSON.stringify(kept, undefined, 1)}\n`);
  console.log(`wrote ${fixtures}: ${Object.keys(signed).join(', ')}`);
} finally {
  client.close();
  await server.stop();
}

/** Asks for each entry again: the real server answers 409, and the very entry must come of it. */
function twice(witness: Witness): Witness {
  return {
    async testify(what: SignedBytes) {
      const first = await witness.testify(what);
      const second = await witness.testify(what);
      const [one, other] = [first, second].map(({ entries }) => entries[0]?.logIndex);
      if (one === undefined || one !== other) throw new Error(`logged twice: ${one} and ${other}`);
      return first;
    },
  };
}
