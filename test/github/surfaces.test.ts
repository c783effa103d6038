import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { publishVerdict, surfaces } from '../../src/github/publish.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { readMarkdown, readSarif } from '../report/reading-back.ts';
import { type GitHubServer, startGitHub } from '../servers/github.ts';
import { apiOf, failing, incomplete, manyFindings, passing, target } from './publishing.ts';

const results: readonly (readonly [string, Result])[] = [
  ['fail', failing],
  ['incomplete', incomplete],
  ['pass', passing],
];

describe.each(['dotcom', 'ghes'] as const)('every surface on %s', (flavour) => {
  let server: GitHubServer;
  beforeAll(async () => {
    server = await startGitHub(flavour);
  });
  afterEach(() => server.reset());
  afterAll(() => server.stop());

  test.each(results)('tells the same verdict: %s', async (_name, result) => {
    const published = await publishVerdict(apiOf(server), result, target, surfaces);
    expect(published.filter((one) => one.detail !== undefined)).toEqual([]);
    expect(server.complaints()).toEqual([]);
    const [check] = server.state.checks;
    const merge = result.verdict?.merge;
    expect(check?.conclusion).toBe(merge === 'pass' ? 'success' : 'failure');
    expect(check?.head_sha).toBe(target.sha);
    expect(server.state.statuses.map((one) => one.state)).toEqual([check?.conclusion]);
    expect(server.state.statuses[0]?.description).toContain(`merge ${merge}`);
    const fromSarif = readSarif(server.state.sarifs[0]?.text ?? '');
    const fromCheck = readMarkdown(check?.summaries[0] ?? '');
    expect(fromCheck).toEqual(fromSarif);
    expect(fromSarif.rules).toEqual(result.findings.map((one) => one.rule).sort());
    expect(fromSarif.merge).toBe(merge);
    if (merge === 'pass') expect(server.state.comments).toEqual([]);
    else expect(readMarkdown(server.state.comments[0]?.body ?? '')).toEqual(fromSarif);
    expect(server.state.sarifs[0]).toMatchObject({ ref: 'refs/pull/7/merge', commit: target.analysis.sha });
  });

  test('thousands of findings cost no more calls, and what is left out is counted', async () => {
    await publishVerdict(apiOf(server), manyFindings(3000), target, surfaces);
    expect(server.complaints()).toEqual([]);
    expect(server.calls().length).toBeLessThanOrEqual(15);
    const [check] = server.state.checks;
    const shown = check?.annotations.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThanOrEqual(200);
    expect(check?.text).toContain(`${3000 - shown} more findings`);
    expect(check?.annotations[0]).toMatchObject({ path: 'Dockerfile' });
    expect(check?.conclusion).toBe('failure');
    expect(readMarkdown(server.state.comments[0]?.body ?? '').merge).toBe('fail');
  });
});
