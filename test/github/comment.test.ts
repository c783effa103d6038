import { describe, expect, test } from '@jest/globals';
import { publishComment } from '../../src/github/comment.ts';
import { joinParts, markOf, readParts } from '../../src/github/comment-parts.ts';
import type { Target } from '../../src/github/target.ts';
import { readMarkdown } from '../report/reading-back.ts';
import type { GitHubServer } from '../servers/github.ts';
import { ownComment, strangersComment } from '../servers/github-answers.ts';
import { serveGitHub } from '../servers/serve-github.ts';
import { apiOf, failing, passing, target } from './publishing.ts';

const leg = (part: string): Target => ({ ...target, comment: { ...target.comment, part } });

describe('the one comment', () => {
  let server: GitHubServer;
  serveGitHub((one) => {
    server = one;
  });

  test('is written once, updated in place, and short when all is well again', async () => {
    const api = apiOf(server);
    await publishComment(api, failing, target);
    await publishComment(api, failing, target);
    expect(server.state.comments).toHaveLength(1);
    const long = server.state.comments[0]?.body ?? '';
    await publishComment(api, passing, target);
    expect(server.state.comments).toHaveLength(1);
    const short = server.state.comments[0]?.body ?? '';
    expect(short).toContain('merge pass');
    expect(short.length).toBeLessThan(300);
    expect(long.length).toBeGreaterThan(short.length);
  });

  test('is not written when there is nothing to say', async () => {
    expect(await publishComment(apiOf(server), passing, target)).toBe('nothing to say');
    expect(server.state.comments).toEqual([]);
  });

  test('is said all the same when the change touches the policy', async () => {
    const warnings = ['This change would loosen images.grade.minimum: B to C.'];
    await publishComment(apiOf(server), { ...passing, warnings }, target);
    const body = server.state.comments[0]?.body ?? '';
    expect(body.length === 0).toBe(false);
  });

  test('is found again behind three hundred others', async () => {
    for (let id = 1; id <= 320; id++) server.state.comments.push(strangersComment(id, `comment ${id}`));
    const api = apiOf(server);
    await publishComment(api, failing, target);
    await publishComment(api, failing, target);
    expect(server.state.comments).toHaveLength(321);
    expect(server.calls().length).toBeLessThanOrEqual(15);
  });

  test('is never taken over from a stranger who wrote its mark', async () => {
    const planted = `${markOf(target.comment.key)}\nall is well`;
    server.state.comments.push(strangersComment(1, planted));
    await publishComment(apiOf(server), failing, target);
    expect(server.state.comments.map((one) => one.body === planted)).toEqual([true, false]);
  });

  test('is not doubled when GitHub wrote it and the answer was lost', async () => {
    server.failWith((route) => {
      if (!route.startsWith('POST') || server.state.comments.length > 0) return undefined;
      server.state.comments.push(ownComment(1, markOf(target.comment.key)));
      return { kind: 'cut' };
    });
    await publishComment(apiOf(server), failing, target);
    expect(server.state.comments).toHaveLength(1);
    expect(readMarkdown(server.state.comments[0]?.body ?? '').merge).toBe('fail');
  });

  test('holds a part for each leg of a matrix, and drops those of an older commit', async () => {
    const api = apiOf(server);
    await publishComment(api, failing, leg('amd64'));
    await publishComment(api, failing, leg('arm64'));
    await publishComment(api, passing, leg('amd64'));
    const parts = (): readonly string[] =>
      readParts(server.state.comments[0]?.body ?? '').map(
        (part) => `${part.name} ${/merge.{0,4} \w+/.exec(part.text)?.[0]}`,
      );
    expect(server.state.comments).toHaveLength(1);
    expect(parts()).toEqual(['amd64 merge pass', 'arm64 merge: fail']);
    await publishComment(api, failing, { ...leg('amd64'), sha: 'e'.repeat(40) });
    expect(parts()).toEqual(['amd64 merge: fail']);
  });

  test('is written again when another leg wrote over it', async () => {
    const api = apiOf(server);
    await publishComment(api, failing, leg('amd64'));
    let spoiled = false;
    const before = server.state.comments[0]?.body ?? '';
    server.failWith((route) => {
      const [own] = server.state.comments;
      if (
        !spoiled &&
        own !== undefined &&
        route === 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}'
      ) {
        spoiled = true;
        own.body = before;
      }
      return undefined;
    });
    await publishComment(api, failing, leg('arm64'));
    expect(readParts(server.state.comments[0]?.body ?? '').map((part) => part.name)).toEqual([
      'amd64',
      'arm64',
    ]);
  });

  test('gives every leg its share of the room', () => {
    const parts = ['a', 'b', 'c'].map((name) => ({
      name,
      sha: target.sha,
      text: `${name} verdict\n${'x\n'.repeat(40_000)}`,
    }));
    const body = joinParts('key', parts, 65_536);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(readParts(body).map((part) => part.text.slice(0, 9))).toEqual([
      'a verdict',
      'b verdict',
      'c verdict',
    ]);
    expect(body).toContain('cut to fit');
  });
});
