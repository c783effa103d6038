// The gate by team: conditions and rules that hold for the findings of one team only.
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/gate/decide.ts';
import { effectivePolicy } from '../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../src/gate/policy-file.ts';
import type { Finding } from '../../src/terms/finding.ts';
import { fact, now, vulnerability } from '../health/sample.ts';

const file = (text: string) =>
  parsePolicy(`version: 1\n${text}`, {
    file: 'seaworthy.yaml',
    now,
    rules: [
      { id: 'secrets/private-key', otherwise: 'block' },
      { id: 'hardening/setuid', otherwise: 'warn' },
    ],
  });

const judged = (text: string, findings: readonly Finding[]) => {
  const updated = '2026-11-25T00:00:00Z';
  const { policy } = effectivePolicy({ file: file(text) });
  const system = { kind: 'none' } as const;
  const image = { reference: 'app:1', findings, system, refusals: [], uncovered: [] };
  return decide({
    images: [image],
    policy,
    snapshot: { digest: `sha256:${'b'.repeat(64)}`, asOf: updated, updated, source: 'store', ecosystems: [] },
    now,
  }).findings.map(({ owner, treatment, judgedBy }) => [owner, treatment, judgedBy]);
};

const of = (finding: Finding, ...teams: readonly (string | undefined)[]): readonly Finding[] =>
  teams.map((owner) => (owner === undefined ? finding : { ...finding, owner }));

describe('a team of images.owners', () => {
  test('has vulnerabilities of its own that block', () => {
    const text = 'images:\n  vulnerabilities:\n    block: [{ team: "@web", severity: high }]\n';
    expect(judged(text, of(vulnerability(), '@web', '@base', undefined))).toEqual(
      expect.arrayContaining([
        ['@web', 'block', 'severity: high, team: @web'],
        ['@base', 'warn', 'no condition of images.vulnerabilities.block'],
        [undefined, 'warn', 'no condition of images.vulnerabilities.block'],
      ]),
    );
  });

  test('has rules that act otherwise on its findings, areas too; all others keep the common ones', () => {
    const text =
      'images:\n  rules: { secrets/private-key: block }\n  teamRules: { "@base": { "secrets/*": warn } }\n';
    expect(judged(text, of(fact(), '@base', '@web'))).toEqual(
      expect.arrayContaining([
        ['@base', 'warn', 'teamRules: @base: secrets/private-key: warn'],
        ['@web', 'block', 'rules: secrets/private-key: block'],
      ]),
    );
  });

  test('whose rules do not exist is told where they stand', () => {
    expect(() => file('images:\n  teamRules:\n    "@base":\n      secrets/privat-key: off\n')).toThrow(
      expect.objectContaining({
        message: 'there is no rule `secrets/privat-key`',
        at: expect.objectContaining({ line: 5 }),
      }),
    );
  });

  test('is in the printed policy, and so in its digest', () => {
    const { text } = effectivePolicy({
      file: file('images:\n  teamRules: { "@base": { "secrets/*": warn } }\n'),
    });
    expect(text).toContain('teamRules:\n    "@base":\n      secrets/*: warn\n');
  });

  test.each([
    [
      'images.rules',
      '  teamRules: { "@base": { "secrets/*": off } }',
      /secrets\/\* of @base: off is milder than block/,
    ],
    ['images.rules.secrets/private-key', '  teamRules: { "@base": { "secrets/*": warn } }', /of @base: warn/],
    [
      'images.vulnerabilities.block',
      '  vulnerabilities: { block: [{ severity: high, team: "@web" }] }',
      /not covered/,
    ],
  ])('is no way around the lock of %s', (lock, line, message) => {
    const organisation = file(
      `locked: [${lock}]\nimages:\n  vulnerabilities: { block: [{ severity: high }] }\n`,
    );
    expect(() => effectivePolicy({ organisation, file: file(`images:\n${line}\n`) })).toThrow(message);
  });
});
