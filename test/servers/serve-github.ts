// A GitHub of its own for each group of tests: empty before every test, and without a complaint about any call after it.
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type GitHubServer, startGitHub } from './github.ts';

/** To be called where hooks may be; `take` is handed the server once it runs. */
export function serveGitHub(take: (server: GitHubServer) => void): void {
  let server: GitHubServer | undefined;
  beforeAll(async () => {
    server = await startGitHub();
    take(server);
  });
  afterEach(() => {
    expect(server?.complaints()).toEqual([]);
    server?.reset();
  });
  afterAll(() => server?.stop());
}
