// The whole loop with real parts: built, gated, signed and certified, accepted, refused when trust runs out, rebuilt.
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSample } from '../../build/sample.ts';
import { rules } from '../../policy-pack/rules/registry.ts';
import { type DockerRegistry, startDockerRegistry } from '../servers/docker-registry.ts';
import { openPulumi, type PulumiPlace, type PulumiRun } from '../servers/pulumi/cli.ts';
import { dist } from './built.ts';
import { openCommandLine } from './command-line.ts';
import { copyImage } from './push-image.ts';
import { runBuiltAction } from './runner.ts';

const root = resolve(import.meta.dirname, '../..');
const quickstart = join(root, 'examples/quickstart');
const advisories = join(quickstart, 'advisories');
const [builtOn, weeksLater] = ['2026-10-22', '2026-11-10'];

const line = openCommandLine();
let registry: DockerRegistry;
let place: PulumiPlace;

beforeAll(async () => {
  registry = await startDockerRegistry();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  writeFileSync(join(line.home, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  // The sample's advisories are read as of weeks after their last update.
  writeFileSync(join(line.home, 'seaworthy.yaml'), 'version: 1\nadvisories: { maxAge: 60d }\n');
  place = openPulumi(join(root, 'test/e2e/programs/shipped'));
  place.write('key.pub', pem);
  const areas = [...new Set(rules.map(({ id }) => `${id.split('/', 1)[0]}/*: off`))];
  place.write(
    'seaworthy.yaml',
    `version: 1
stack:
  certificate: { signedBy: { key: key.pub }, verifier: urn:seaworthy:gate, minimumGrade: B, maxAge: 7d, stage: prod }
  rules: { ${areas.join(', ')}, images/certificate: block }
`,
  );
  place.write(
    'pack.json',
    JSON.stringify({ seaworthy: { enforcementLevel: 'mandatory', report: 'report' } }),
  );
});

afterAll(async () => {
  place.remove();
  await registry.stop();
});

/** Builds the sample with this version of OpenSSL and pushes it. */
async function build(tag: string, openssl: string): Promise<string> {
  const folder = join(line.home, `recipe-${tag}`);
  mkdirSync(folder, { recursive: true });
  const recipe = readFileSync(join(quickstart, 'recipe.yaml'), 'utf8');
  writeFileSync(join(folder, 'recipe.yaml'), recipe.replaceAll('3.0.22-1~deb12u1', openssl));
  const layout = join(line.home, `layout-${tag}`);
  buildSample(folder, layout);
  await copyImage(`oci:${layout}:1.1`, `docker://${registry.host}/shop/app:${tag}`);
  return `${registry.host}/shop/app:${tag}`;
}

async function gate(image: string, day: string): Promise<{ code: number | null; digest: string }> {
  const judged = ['--advisories', advisories, '--as-of', day, '--format', 'json'];
  const { code, out } = await line.run('gate', image, ...judged);
  return { code, digest: JSON.parse(out).images[0].digest };
}

function sign(image: string, day: string): ReturnType<typeof line.run> {
  const judged = ['--advisories', advisories, '--as-of', day];
  return line.run('sign', image, '--key', 'key.pem', '--stage', 'prod', ...judged);
}

function preview(image: string, day: string): PulumiRun {
  place.set('SEAWORTHY_AS_OF', day);
  expect(place.run('config', 'set', 'image', image).code).toBe(0);
  const pack = join(dist, 'policy-pack/seaworthy-policy-pack');
  return place.run('preview', '--policy-pack', pack, '--policy-pack-config', 'pack.json');
}

function joined(image: string, day: string) {
  return runBuiltAction({
    inputs: {
      image,
      advisories,
      'as-of': day,
      'stack-report': join(place.directory, 'report/stack.json'),
      policy: 'seaworthy.yaml',
    },
    workspace: line.home,
  });
}

test('built → gated → certified → accepted → refused weeks later → rebuilt → accepted, in one report', async () => {
  const first = await build('1.1', '3.0.22-1~deb12u1');
  const gated = await gate(first, builtOn);
  expect(gated.code).toBe(0);
  const shipped = `${first}@${gated.digest}`;

  const bare = preview(shipped, builtOn);
  expect(bare.output).toMatch(/\[mandatory\].*images-certificate/);
  expect(bare.output).toContain('carries no certificate');
  expect(bare.code).not.toBe(0);

  expect((await sign(first, builtOn)).code).toBe(0);
  const accepted = preview(shipped, builtOn);
  expect(accepted.output).not.toContain('[mandatory]');
  expect(accepted.code).toBe(0);

  // Time passes: advisories grow old, and so does the certificate. Nobody may sign the old image again.
  const refused = preview(shipped, weeksLater);
  expect(refused.output).toContain('no certificate that counts (age)');
  expect(refused.code).not.toBe(0);
  expect((await sign(first, weeksLater)).code).toBe(1);
  const red = joined(shipped, weeksLater);
  expect(red.code).toBe(1);
  expect(red.summary).toContain('images/certificate');
  expect(red.summary).toContain('CVE-');

  const second = await build('1.2', '3.0.22-1~deb12u2');
  const again = await gate(second, weeksLater);
  expect(again.code).toBe(0);
  expect(again.digest).not.toBe(gated.digest);
  expect((await sign(second, weeksLater)).code).toBe(0);
  const rebuilt = `${second}@${again.digest}`;
  const fine = preview(rebuilt, weeksLater);
  expect(fine.output).not.toContain('[mandatory]');
  expect(fine.code).toBe(0);

  const report = joined(rebuilt, weeksLater);
  expect(report.code).toBe(0);
  const result = JSON.parse(
    readFileSync(join(report.workspace, report.outputs.get('report') ?? 'missing'), 'utf8'),
  );
  expect(result).toMatchObject({
    verdict: { merge: 'pass', certificate: 'pass' },
    images: [{ digest: again.digest }],
    stack: { resources: 1, coverage: { percent: 100 } },
  });
});
