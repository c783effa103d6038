// Waivers as OpenVEX: what the policy waived, and nothing that another author said.
import { expect, test } from '@jest/globals';
import { renderOpenVex } from '../../src/report/openvex.ts';
import { openssl, sample, vulnerability } from './sample.ts';

test('a waiver is told whatever its reason begins with, an excuse by VEX is not repeated', () => {
  const waiver = { reason: 'VEX not_affected', owner: '@acme/web', expires: '2026-12-24' };
  const waived = { treatment: 'waived', blocksMerge: false } as const;
  const findings = [
    vulnerability('CVE-2026-1', openssl, {}, { ...waived, waiver }),
    vulnerability('CVE-2026-2', openssl, {}, { ...waived, waiver: { ...waiver, vex: 'not_affected' } }),
  ];
  const { statements } = JSON.parse(renderOpenVex({ ...sample, findings }));
  expect(statements.map(({ vulnerability: { name } }: { vulnerability: { name: string } }) => name)).toEqual([
    'CVE-2026-1',
  ]);
});
