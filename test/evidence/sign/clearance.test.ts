// Only a passing certificate verdict of a completed gate leads to a signature, and only one place may say so.
import { describe, expect, test } from '@jest/globals';
import { clearedImage, issueClearance } from '../../../src/evidence/sign/clearance.ts';
import { clearanceOf } from '../../../src/run/evidence/clearance.ts';
import type { Gated } from '../../../src/run/gate.ts';
import type { Digest } from '../../../src/terms/digest.ts';
import { importsOf, sourceFiles } from '../../architecture/source.ts';
import { clearanceFor, resultOf, scanned } from '../publish/cleared.ts';

const digest: Digest = `sha256:${'a'.repeat(64)}`;

describe('no clearance', () => {
  test.each([
    [
      'for a certificate verdict that fails',
      { verdict: { merge: 'pass', certificate: 'fail', reasons: [] } } as const,
    ],
    [
      'for one that is incomplete',
      { verdict: { merge: 'pass', certificate: 'incomplete', reasons: [] } } as const,
    ],
    ['for a scan, which has no verdict', { verdict: undefined }],
    ['for no image at all', { images: [] }],
    [
      'for an image of which something was refused',
      { images: [scanned(digest, { refusals: [{ code: 'truncated', what: 'layer', message: 'x' }] })] },
    ],
  ])('%s', (_, changes) => {
    const { verdict, ...rest } = { ...resultOf([scanned(digest)]), ...changes };
    const result = verdict === undefined ? rest : { ...rest, verdict };
    expect(issueClearance(result, 'B').kind).toBe('refused');
  });

  test('for a merge that passes beside a certificate that does not: merge counts for nothing here', () => {
    const verdict = { merge: 'fail', certificate: 'pass', reasons: [] } as const;
    expect(issueClearance(resultOf([scanned(digest)], { verdict }), 'B').kind).toBe('cleared');
  });

  test('for a result that was read from a file', () => {
    const gated = {
      result: resultOf([scanned(digest)]),
      policy: { policy: { minimumGrade: 'B' } },
    } as unknown as Gated;
    expect(() => clearanceOf(gated)).toThrow(/no gate of this run completed/);
  });

  test('for another digest', () => {
    expect(() => clearedImage(clearanceFor(digest), `sha256:${'b'.repeat(64)}`)).toThrow(/was not gated/);
  });
});

test('only the use case that saw the gate complete issues clearances, and only the gate completes results', () => {
  const users = (name: string, module: string): string[] =>
    sourceFiles('src')
      .filter(
        (file) =>
          importsOf(file).some((one) => one.endsWith(module)) && new RegExp(`\\b${name}\\b`).test(file.text),
      )
      .map(({ path }) => path);
  expect(users('issueClearance', '/clearance.ts')).toEqual(['src/run/evidence/clearance.ts']);
  expect(users('recallCompleted', '/result.ts')).toEqual([
    'src/run/evidence/completed-file.ts',
    'src/run/evidence/kept-gate.ts',
  ]);
  expect(users('gateResult', '/result.ts')).toEqual(['src/run/gate.ts']);
});
