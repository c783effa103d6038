import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { permissions, type Route } from '../../src/github/permissions.ts';
import { publishVerdict, surfaces } from '../../src/github/publish.ts';
import { type Fault, type GitHubServer, startGitHub } from '../servers/github.ts';
import { apiOf, failing, target } from './publishing.ts';

const status = (code: number, headers?: Record<string, string>): Fault => ({
  kind: 'status',
  status: code,
  ...(headers === undefined ? {} : { headers }),
});

const faults: readonly (readonly [string, Fault])[] = [
  ['403', status(403)],
  ['404', status(404)],
  ['409', status(409)],
  ['422', status(422)],
  ['429', status(429, { 'retry-after': '3' })],
  ['500', status(500)],
  ['503', status(503)],
  ['a cut connection', { kind: 'cut' }],
];

describe('a fault of GitHub', () => {
  let server: GitHubServer;
  beforeAll(async () => {
    server = await startGitHub();
  });
  afterEach(() => server.reset());
  afterAll(() => server.stop());

  /** How many calls an undisturbed run makes. */
  const calls = 5;

  test.each(faults)(
    '%s for good, at any call: the other surfaces are there, none of them passes',
    async (_name, fault) => {
      for (let at = 0; at < calls; at++) {
        server.reset();
        let struck: string | undefined;
        server.failWith((route, index) => {
          if (struck === undefined && index === at) struck = route;
          return route === struck ? fault : undefined;
        });
        const published = await publishVerdict(apiOf(server), failing, target, surfaces);
        expect(struck).toBeDefined();
        expect(published.filter((one) => one.state === 'published').length).toBeGreaterThanOrEqual(3);
        const told = published.find((one) => one.detail !== undefined);
        expect(told?.detail).toMatch(/GitHub did not/);
        if (fault.kind === 'status' && (fault.status === 403 || fault.status === 404)) {
          const route = Object.keys(permissions).find((one): one is Route => one === struck);
          expect(told?.detail).toContain(`permissions: { ${route === undefined ? '' : permissions[route]} }`);
        }
        expect(server.state.checks.every((check) => check.conclusion === 'failure')).toBe(true);
        expect(server.state.statuses.every((one) => one.state === 'failure')).toBe(true);
      }
    },
  );

  test.each(faults.slice(4))(
    '%s once, at any call: every surface is there, and one of each',
    async (_name, fault) => {
      for (let at = 0; at < calls; at++) {
        server.reset();
        server.failWith((_route, index) => (index === at ? fault : undefined));
        const published = await publishVerdict(apiOf(server), failing, target, surfaces);
        expect(published.map((one) => one.state)).toEqual(surfaces.map(() => 'published'));
        const { comments, statuses, sarifs } = server.state;
        expect([comments.length, statuses.length, sarifs.length]).toEqual([1, 1, 1]);
      }
    },
  );

  test('waits as long as it is asked to, and not for an hour', async () => {
    const waits: number[] = [];
    server.failWith((_route, index) => (index === 0 ? status(429, { 'retry-after': '7' }) : undefined));
    await publishVerdict(apiOf(server, waits), failing, target, ['status']);
    expect(waits).toEqual([7000]);
    server.failWith(() => status(429, { 'retry-after': '3600' }));
    const [late] = await publishVerdict(apiOf(server, waits), failing, target, ['status']);
    expect(late?.state).toBe('failed');
    expect(waits).toEqual([7000]);
  });

  test('where code scanning is off, it says what to leave out', async () => {
    server.failWith(() => status(403));
    const [sarif] = await publishVerdict(apiOf(server), failing, target, ['sarif']);
    expect(sarif?.detail).toContain('leave `sarif` out');
  });
});
