// Wall time and requests of `verify` against cosign 3.1's, on a registry in the next process and on one that is 20 ms away.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { signImage } from '../../../src/evidence/publish/sign-image.ts';
import { issueClearance } from '../../../src/evidence/sign/clearance.ts';
import { privateKey } from '../../../src/evidence/sign/pem-key.ts';
import { noWitnesses } from '../../../src/evidence/sign/witness.ts';
import { cycloneDxClaim, spdxClaim } from '../../../src/evidence/statements/bill.ts';
import { certificateClaim } from '../../../src/evidence/statements/certificate.ts';
import {
  cosignVulnerabilitiesClaim,
  vulnerabilitiesClaim,
} from '../../../src/evidence/statements/vulnerabilities.ts';
import { newInstance } from '../../evidence/forge/instance.ts';
import { client, placeImage, repositoryAt, resultOf, scanned } from '../../evidence/publish/cleared.ts';
import { type Distance, startDistance } from '../../servers/distance.ts';
import { startDockerRegistry } from '../../servers/docker-registry.ts';
import { cosign3 } from '../../tools/sigstore-clients.ts';
import { toolPath } from '../../tools/tool.ts';
import type { Bench, Measurement } from '../bench.ts';
import { measure, median, rounded } from '../child.ts';

const cli = join(process.env.SEAWORTHY_DIST ?? resolve(import.meta.dirname, '../../../dist'), 'cli/main.js');
const cosign = toolPath(cosign3);
const verifier = 'urn:seaworthy:gate';

export const bench: Bench = {
  name: 'verify',
  async run({ short }) {
    if (!existsSync(cli)) return { skipped: 'dist is not built' };
    if (!existsSync(cosign)) return { skipped: 'cosign 3 is not there: node test/tools/main.ts cosign-3' };
    const home = mkdtempSync(join(tmpdir(), 'bench-verify-'));
    const docker = await startDockerRegistry();
    try {
      const lines: Measurement[] = [];
      for (const milliseconds of [0, 20]) {
        const distance = await startDistance(docker.host, milliseconds);
        try {
          lines.push(...(await compare(distance, milliseconds, home, short ? 3 : 11)));
        } finally {
          await distance.close();
        }
      }
      return lines;
    } finally {
      client.close();
      await docker.stop();
      rmSync(home, { recursive: true });
    }
  },
};

/** One image with a signature and five attestations, all by one key; its name holds the address that it is asked at. */
async function place(host: string, path: string, home: string): Promise<string> {
  const { privateKey: secret, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(home, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(home, 'root.json'), JSON.stringify(newInstance().trust));
  const repository = repositoryAt(host, path);
  const digest = await placeImage(repository, '1.0');
  const grade = { letter: 'B', sentence: 'An update waits.', drops: [], because: [], withoutFix: 0 } as const;
  const answer = issueClearance(resultOf([scanned(digest, { grade })]), 'B');
  if (answer.kind === 'refused') throw new Error('refused');
  const { clearance } = answer;
  const name = `${host}/${path}`;
  await signImage(repository, '1.0', clearance, {
    ...{
      name,
      signer: { key: privateKey(secret) },
      witnesses: noWitnesses,
      formats: ['bundle'],
      now: new Date(),
    },
    perImage: (image) =>
      [cycloneDxClaim, spdxClaim, vulnerabilitiesClaim, cosignVulnerabilitiesClaim].map((make) =>
        make(clearance.result, image),
      ),
    perSubject: (images) => [certificateClaim(clearance, images, name, { verifier })],
  });
  return `${name}@${digest}`;
}

async function compare(
  distance: Distance,
  milliseconds: number,
  home: string,
  rounds: number,
): Promise<readonly Measurement[]> {
  const image = await place(distance.host, `acme/web${milliseconds}`, home);
  const key = ['--key', join(home, 'key.pub')] as const;
  const env = ['env', `HOME=${home}`, `SEAWORTHY_HOME=${home}`] as const;
  const theirs = [
    '--insecure-ignore-tlog=true',
    '--trusted-root',
    join(home, 'root.json'),
    '--allow-http-registry',
  ];
  const ours = [...env, process.execPath, cli, 'verify', image, ...key, '--certificate'] as const;
  const signature = [...env, cosign, 'verify', ...key, ...theirs, image] as const;
  const type = ['--type', 'https://slsa.dev/verification_summary/v1'];
  const attestation = [...env, cosign, 'verify-attestation', ...type, ...key, ...theirs, image] as const;
  const [own, one, both]: [number[], number[], number[]] = [[], [], []];
  let requests = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    distance.take();
    own.push((await quiet(ours)) * 1000);
    const asked = [distance.take().length];
    const first = await quiet(signature);
    asked.push(distance.take().length);
    const second = await quiet(attestation);
    asked.push(distance.take().length);
    one.push(first * 1000);
    both.push((first + second) * 1000);
    requests = asked;
  }
  const where = `${milliseconds} ms away`;
  const [value, peer] = [rounded(median(own)), rounded(median(one))];
  const [ourRequests = 0, verifyRequests = 0, attestRequests = 0] = requests;
  return [
    { bench: `verify signature and certificate, ${where}`, value, unit: 'ms', peer },
    { bench: `the same, cosign asked for both, ${where}`, value, unit: 'ms', peer: rounded(median(both)) },
    {
      bench: `requests of verify, ${where}`,
      ...{ value: ourRequests, unit: 'requests', peer: verifyRequests + attestRequests, target: 4 },
    },
  ];
}

/** Seconds; what a verifier prints is not ours to show. */
async function quiet(command: readonly [string, ...string[]]): Promise<number> {
  const line = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  return (await measure(['sh', '-c', `exec ${line} 2>/dev/null`])).seconds;
}
