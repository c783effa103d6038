// An inspector of whose rules the policy makes nothing does not run; one that anybody asks about does.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openKnowledge } from '../../../src/run/advisories/knowledge.ts';
import { gateImages, type PolicyChoice } from '../../../src/run/gate.ts';
import { imageAnalyzers } from '../../../src/run/image/judge-layers.ts';
import { openOutside } from '../../../src/run/outside.ts';
import { readEnvironment } from '../../../src/terms/environment.ts';

const sample = `oci:${resolve(import.meta.dirname, '../../../examples/quickstart/image')}:1.0`;
const asOf = new Date('2026-10-22T12:00:00Z');

const text = (lines: string) => ({ file: 'seaworthy.yaml', text: `version: 1\n${lines}` });
const file = (lines: string): PolicyChoice => ({ kind: 'file', file: text(lines) });
const change = (base: string, head: string): PolicyChoice => {
  return { kind: 'base', base: text(base), head: text(head), firstRun: false };
};

/** Areas of the inspectors' findings, those that the policy has off among them. */
async function areas(policy: PolicyChoice, base?: string): Promise<string[]> {
  const outside = openOutside({
    environment: readEnvironment({ SEAWORTHY_HOME: mkdtempSync(join(tmpdir(), 'unasked-')) }),
    clock: { now: () => asOf },
    random: { bytes: (length) => new Uint8Array(length) },
    log: { debug: () => undefined, info: () => undefined, progress: () => undefined, warn: () => undefined },
    layerCache: false,
  });
  const knowledge = await openKnowledge({ asked: 'none', asOf, publicRepository: false }, outside);
  const request = { references: [sample], platforms: 'all', knowledge, asOf, policy, base } as const;
  const { result } = await gateImages(request, outside);
  const found = new Set(result.findings.map(({ rule }) => rule.split('/', 1)[0] ?? ''));
  return [...found].filter((area) => /^(?:secrets|hardening|integrity|origin)$/.test(area)).sort();
}

const off = (...names: string[]) =>
  `images:\n  rules:\n${names.map((name) => `    ${name}: off\n`).join('')}`;
const none = off('secrets/*', 'hardening/*', 'integrity/*', 'origin/*');
const team = `${off('secrets/*', 'hardening/*')}  teamRules:\n    "@web": { secrets/private-key: warn }\n`;

test.each<[string, PolicyChoice, string[]]>([
  ['nothing is off', file(''), ['hardening', 'secrets']],
  ['an area is off', file(off('secrets/*')), ['hardening']],
  ['every area is off', file(none), []],
  [
    'one rule of the area is on',
    file(`${off('secrets/*')}    secrets/private-key: warn\n`),
    ['hardening', 'secrets'],
  ],
  ['one team asks', file(team), ['secrets']],
  ['a change leaves the policy as it is', change(none, none), []],
  ['a change switches an area on, and its preview must tell', change(none, ''), ['hardening', 'secrets']],
])('where %s', async (_, policy, expected) => {
  expect(await areas(policy)).toEqual(expected);
});

test('where the image is compared all are looked for: what was not would count as fixed', async () => {
  expect(await areas(file(none), sample)).toEqual(['hardening', 'secrets']);
});

test('bodies are not asked for either', () => {
  const ids = imageAnalyzers({ without: new Set(['secrets', 'integrity']) }).map(({ id }) => id);
  expect(ids).not.toContain('secrets');
  expect(ids).not.toContain('file-digests');
  expect(ids).toContain('elf');
});
