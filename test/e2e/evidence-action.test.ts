// The built Action signs what its gate passed, in the same step, a later one or another job, verifies it and promotes it.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { listen } from '../oci/loopback-registry.ts';
import { type ActionRun, runBuiltAction, runBuiltActionBeside } from './runner.ts';

const sample = resolve(import.meta.dirname, '../../examples/quickstart');
const day = { 'as-of': '2026-10-22' };
let workspace: string;
/** As the runner has it: emptied for each job. */
let runnerTemp: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seaworthy-signing-'));
  newJob();
  cpSync(join(sample, 'image'), join(workspace, 'image'), { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(workspace, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(workspace, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  policy('key: key.pem');
});

function newJob(): void {
  runnerTemp = mkdtempSync(join(tmpdir(), 'seaworthy-runner-'));
}

function policy(signer: string): void {
  writeFileSync(join(workspace, 'seaworthy.yaml'), `version: 1\nimages:\n  sign: { ${signer} }\n`);
}

function act(
  inputs: Readonly<Record<string, string>>,
  event?: { name: string; payload: unknown },
): ActionRun {
  return runBuiltAction({
    workspace,
    inputs: { ...day, ...inputs },
    environment: { RUNNER_TEMP: runnerTemp },
    ...(event !== undefined && { event }),
  });
}

const advisories = join(sample, 'advisories');
const gate = (tag: string, event?: { name: string; payload: unknown }): ActionRun =>
  act({ image: `oci:image:${tag}`, advisories }, event);
const verify = (): ActionRun => act({ mode: 'verify', image: 'oci:image:1.1', 'verify-key': 'key.pub' });
const promote = (to: string, event?: { name: string; payload: unknown }): ActionRun =>
  act({ mode: 'promote', image: 'oci:image:1.1', to, 'verify-key': 'key.pub' }, event);
const blobs = (): number => readdirSync(join(workspace, 'image/blobs/sha256')).length;

const repo = { full_name: 'acme/app', private: false };
const pull = {
  name: 'pull_request',
  payload: {
    repository: repo,
    pull_request: {
      number: 1,
      base: { sha: 'a'.repeat(40), ref: 'main', repo },
      head: { sha: 'b'.repeat(40), ref: 'fix', repo },
    },
  },
};

test('a good image is signed after its gate, believed and promoted, and only then', () => {
  const before = verify();
  expect([before.code, before.outputs.get('passed')]).toEqual([1, 'false']);
  expect(before.summary).toMatch(/Not verified[\s\S]*no signature is attached/);
  expect(promote('dev').code).toBe(1);

  const signed = gate('1.1');
  expect([signed.code, signed.outputs.get('passed'), signed.log]).toEqual([0, 'true', expect.any(String)]);
  expect(signed.log).toContain('Signed image');
  expect(signed.summary).toMatch(/Signed `image`: `sha256:[0-9a-f]{64}`/);
  const believed = verify();
  expect([believed.code, believed.outputs.get('passed'), believed.log]).toEqual([
    0,
    'true',
    expect.stringContaining('Verified sha256:'),
  ]);
  expect(believed.summary).toMatch(/Verified: `oci:image:1\.1` `sha256:[0-9a-f]{64}`/);
  expect(believed.outputs.get('digest')).toMatch(/^sha256:[0-9a-f]{64}$/);
  const early = promote('test');
  expect([early.code, early.log]).toEqual([1, expect.stringContaining('the tag dev')]);
  expect(early.summary).toContain('**Not promoted**');
  const promoted = promote('dev');
  expect([promoted.code, promoted.log]).toEqual([0, expect.stringContaining('Promoted sha256:')]);
  expect(readFileSync(join(workspace, 'image/index.json'), 'utf8')).toContain('"dev"');
});

test('a bad image is not signed', () => {
  const count = blobs();
  expect(gate('1.0').code).toBe(1);
  expect(blobs()).toBe(count);
});

test('a pull request neither signs nor promotes, whatever its policy says', () => {
  const count = blobs();
  const run = gate('1.1', pull);
  expect(run.log).not.toContain('Signed image');
  expect(blobs()).toBe(count);
  expect([promote('dev', pull).code, blobs()]).toEqual([2, count]);
});

test('keyless without a token says which permission is lacking, and leaves the verdict alone', () => {
  policy('keyless: {}');
  const run = gate('1.1');
  expect([run.code, run.log]).toEqual([0, expect.stringContaining('id-token: write')]);
});

test('a key that cannot be used ends the run with its own code, after the verdict was shown', () => {
  policy('key: lost.pem');
  const run = gate('1.1');
  expect([run.code, run.outputs.get('verdict'), run.outputs.get('passed')]).toEqual([2, 'pass', 'false']);
  expect(run.log).toContain('lost.pem');
});

describe('signing apart from the gate', () => {
  const gateOnly = (tag = '1.1'): ActionRun => act({ image: `oci:image:${tag}`, advisories, sign: 'later' });
  const sign = (inputs: Readonly<Record<string, string>> = {}): ActionRun =>
    act({ mode: 'sign', image: 'oci:image:1.1', advisories, ...inputs });
  const handedOver = ({ outputs }: ActionRun) => ({
    verdict: 'seaworthy-report/result.json',
    'verdict-digest': outputs.get('report-digest') ?? '',
  });
  /** Whoever scans again now finds that a layer is not what its digest says. */
  function spoilLayers(tag = '1.1'): void {
    const blob = (digest: string): string => join(workspace, 'image/blobs', digest.replace(':', '/'));
    const index = JSON.parse(readFileSync(join(workspace, 'image/index.json'), 'utf8'));
    const entry = index.manifests.find(
      (one: { annotations?: Record<string, string> }) =>
        one.annotations?.['org.opencontainers.image.ref.name'] === tag,
    );
    const { layers } = JSON.parse(readFileSync(blob(entry.digest), 'utf8'));
    for (const { digest } of layers) writeFileSync(blob(digest), 'spoilt');
  }

  test('a gate that leaves it to a later step writes nothing, and the step scans nothing again', () => {
    const count = blobs();
    const gated = gateOnly();
    expect([gated.code, gated.log.includes('Signed'), blobs()]).toEqual([0, false, count]);
    spoilLayers();
    const run = sign();
    expect([run.code, run.outputs.get('passed'), run.outputs.get('certificate')]).toEqual([
      0,
      'true',
      'pass',
    ]);
    expect(run.log).toContain('not scanned again');
    expect(run.outputs.get('digest')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(verify().code).toBe(0);
  });

  test('a key that cannot be read, or a stage that is none, is said before anything is scanned', () => {
    spoilLayers();
    policy('key: nope.pem');
    // Whoever had scanned would end with 1: layers that are spoilt.
    const keyless = sign();
    expect(keyless.code).toBe(2);
    expect(keyless.log).toMatch(/nope\.pem cannot be read/);
    policy('key: key.pem');
    const lost = sign({ to: 'no such' });
    expect(lost.code).toBe(2);
    expect(lost.log).toMatch(/"no such" is no stage/);
  });

  test('another job finds nothing that this one kept, and gates by itself', () => {
    gateOnly();
    newJob();
    const run = sign();
    expect([run.code, run.log.includes('not scanned again')]).toEqual([0, false]);
    newJob();
    spoilLayers();
    expect(sign().code).toBe(1);
  });

  test('another job signs by the result that the gate’s job handed over', () => {
    const handed = handedOver(gateOnly());
    newJob();
    spoilLayers();
    expect(sign(handed)).toMatchObject({ code: 0 });
    expect(verify().code).toBe(0);
  });

  test('a verdict that was forged on the way signs nothing', () => {
    const gated = gateOnly('1.0');
    expect(gated.outputs.get('certificate')).toBe('fail');
    const handed = handedOver(gated);
    const file = join(workspace, handed.verdict);
    const honest = sign({ ...handed, image: 'oci:image:1.0' });
    expect([honest.code, honest.outputs.get('passed')]).toEqual([1, 'false']);
    const count = blobs();
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const pass = { merge: 'pass', certificate: 'pass', reasons: [] };
    writeFileSync(file, JSON.stringify({ ...result, findings: [], verdict: pass }));
    const forged = sign({ ...handed, image: 'oci:image:1.0' });
    expect([forged.code, forged.outputs.get('passed'), blobs()]).toEqual([2, 'false', count]);
    expect(forged.log).toContain('is not the result whose digest is stated');
  });

  test.each<readonly [string, (handed: Record<string, string>) => ActionRun, string]>([
    ['of another image', (handed) => sign({ ...handed, image: 'oci:image:1.0' }), 'was not gated'],
    ['of another day', (handed) => sign({ ...handed, 'as-of': '2026-10-23' }), 'too far from now'],
    ['without its digest', ({ verdict = '' }) => sign({ verdict }), 'verdict-digest'],
    [
      'by another policy',
      (handed) => {
        policy('key: key.pem, owner: somebody');
        return sign(handed);
      },
      'by another policy',
    ],
  ])('a result %s signs nothing', (_, run, why) => {
    const handed = handedOver(gateOnly());
    const count = blobs();
    const { code, log } = run(handed);
    expect([code, blobs(), log]).toEqual([2, count, expect.stringContaining(why)]);
  });

  test.each(['sign', 'attest'])('mode %s on a pull request writes nothing', (mode) => {
    const count = blobs();
    const run = act({ mode, image: 'oci:image:1.1', advisories }, pull);
    expect([run.code, run.outputs.get('passed'), blobs()]).toEqual([2, 'false', count]);
    expect(run.log).toContain('a pull request signs and promotes nothing');
  });

  test('nobody to sign, or no token to sign with, is an error: it was asked for', () => {
    policy('keyless: {}');
    expect(sign()).toMatchObject({ code: 2, log: expect.stringContaining('id-token: write') });
    writeFileSync(join(workspace, 'seaworthy.yaml'), 'version: 1\n');
    expect(sign()).toMatchObject({ code: 2, log: expect.stringContaining('Write images.sign') });
  });
});

test('attesting attaches certificate and bill without a signature, and a predicate of one’s own', () => {
  const attest = (inputs = {}): ActionRun =>
    act({ mode: 'attest', image: 'oci:image:1.1', advisories, ...inputs });
  expect(attest()).toMatchObject({ code: 0, log: expect.stringContaining('Attested image') });
  expect(verify().log).toContain('no signature is attached');
  writeFileSync(join(workspace, 'review.json'), '{"approved":true}');
  expect(attest({ predicate: 'review.json' }).code).toBe(2);
  const own = attest({ predicate: 'review.json', 'predicate-type': 'https://acme.example/review/v1' });
  expect(own).toMatchObject({ code: 0 });
  const listed = act({ mode: 'evidence', image: 'oci:image:1.1', 'verify-key': 'key.pub' });
  expect([listed.code, listed.outputs.get('passed')]).toEqual([0, 'true']);
  const report = JSON.parse(readFileSync(join(workspace, listed.outputs.get('report') ?? ''), 'utf8'));
  const found = report[0].subjects[0].pieces.map((one: { state: string; predicateType: string }) => [
    one.state,
    one.predicateType,
  ]);
  expect(found).toEqual(
    expect.arrayContaining([
      ['valid', 'https://acme.example/review/v1'],
      ['valid', 'https://slsa.dev/verification_summary/v1'],
    ]),
  );
  expect(listed.summary).toContain('`https://acme.example/review/v1`');
  expect(listed.summary).toMatch(/\| cosign 3[^|]* \| signature \| no/);
});

test('whoever the policy says has judged is who verifying and promoting look for', () => {
  policy('key: key.pem, verifier: "https://acme.example/gate"');
  expect(gate('1.1').code).toBe(0);
  expect(verify()).toMatchObject({ code: 0 });
  expect(promote('dev')).toMatchObject({ code: 0 });
  policy('key: key.pem');
  expect(verify().log).toContain('verified by https://acme.example/gate');
});

test('judged anew, an image keeps its stage where that is named, and a warning says so where not', () => {
  expect(gate('1.1').code).toBe(0);
  expect(promote('dev').code).toBe(0);
  newJob();
  const again = (more = {}): ActionRun =>
    act({ mode: 'attest', image: 'oci:image:1.1', advisories, ...more });
  expect(again({ to: 'dev' })).toMatchObject({ code: 0 });
  expect(promote('test')).toMatchObject({ code: 0 });
  expect(again()).toMatchObject({ code: 0, log: expect.stringContaining('has a certificate for test') });
  expect(promote('prod')).toMatchObject({
    code: 1,
    log: expect.stringContaining('for the stage (none), not test'),
  });
});

test('outside changes none of these modes asks anything of GitHub', async () => {
  const asked: string[] = [];
  const api = await listen((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.statusCode = 500;
    response.end();
  });
  const run = (inputs: Readonly<Record<string, string>>) =>
    runBuiltActionBeside({
      workspace,
      inputs: { ...day, image: 'oci:image:1.1', 'verify-key': 'key.pub', token: 'of-the-job', ...inputs },
      environment: { RUNNER_TEMP: runnerTemp, GITHUB_API_URL: api.url },
    });
  try {
    for (const inputs of [
      { mode: 'gate', advisories, surfaces: 'none' },
      { mode: 'sign', advisories },
      { mode: 'attest', advisories },
      { mode: 'verify' },
      { mode: 'evidence' },
      { mode: 'promote', to: 'dev' },
    ])
      expect([inputs, (await run(inputs)).code]).toEqual([inputs, 0]);
    expect(asked).toEqual([]);
  } finally {
    await api.close();
  }
});

test('on a pull request the key of the base branch counts, and not the one that the change brings', async () => {
  expect(gate('1.1').code).toBe(0);
  const own = readFileSync(join(workspace, 'key.pub'), 'utf8');
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const atBase = new Map<string, string>();
  const api = await listen((request, response) => {
    if (request.url?.includes('/git/commits/') === true) {
      response.setHeader('content-type', 'application/json');
      return response.end('{"sha":"aaaa"}');
    }
    const [, path = ''] = /\/contents\/([^?]*)/.exec(request.url ?? '') ?? [];
    const text = atBase.get(decodeURIComponent(path));
    response.statusCode = text === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/vnd.github.raw+json; charset=utf-8');
    return response.end(text ?? '{"message":"Not Found"}');
  });
  const verifyOnPull = async () =>
    runBuiltActionBeside({
      workspace,
      inputs: {
        ...day,
        mode: 'verify',
        image: 'oci:image:1.1',
        'verify-key': 'key.pub',
        token: 'of-the-job',
      },
      environment: { RUNNER_TEMP: runnerTemp, GITHUB_API_URL: api.url },
      event: pull,
    });
  try {
    const missing = await verifyOnPull();
    expect([missing.code, missing.log]).toEqual([2, expect.stringContaining('the base branch has none')]);
    atBase.set('key.pub', stranger.export({ type: 'spki', format: 'pem' }).toString());
    expect((await verifyOnPull()).code).toBe(1);
    atBase.set('key.pub', own);
    expect(await verifyOnPull()).toMatchObject({ code: 0 });
  } finally {
    await api.close();
  }
});
