// The README's own workflow, run by act on this machine with the action of this checkout; actionlint over every workflow shown.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { starterCacheStep, starterWorkflow } from '../../src/gate/starter.ts';
import { shownWorkflows } from '../action/workflows-of-docs.ts';
import { act } from '../tools/act.ts';
import { actionlint } from '../tools/actionlint.ts';
import { lacks } from '../tools/lacks.ts';
import { run, toolPath } from '../tools/tool.ts';

const root = resolve(import.meta.dirname, '../..');
const dist = resolve(process.env.SEAWORTHY_DIST ?? join(root, 'dist'));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const block = /```yaml\n(name: seaworthy\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
const pinned = 'OWNER/seaworthy@COMMIT';

describe('the workflow of the README', () => {
  (lacks(act) ? test.skip : test).each([
    ['1.1', true, 'verdict::pass'],
    ['1.0', false, 'Job failed'],
  ])('with image %s ends green: %s', (tag, green, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-act-'));
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    cpSync(dist, join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'examples/quickstart'), join(folder, 'sample'), { recursive: true });
    put('action.yml', readFileSync(join(root, 'action.yml'), 'utf8'));
    const inputs = `image: "oci:sample/image:${tag}", advisories: sample/advisories, as-of: "2026-10-22"`;
    const workflow = block.replace(pinned, './').replace(/image: "[^"]*"/, inputs);
    expect(workflow).toContain('uses: ./');
    expect(workflow).toContain(inputs);
    put('.github/workflows/seaworthy.yaml', workflow);
    const git = (...args: readonly string[]): string =>
      run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: folder });
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', 'https://github.com/acme/voyage.git');
    git('add', '--all');
    git('commit', '--quiet', '--message=all');
    const done = spawnSync(
      toolPath(act),
      [
        'push',
        '--platform',
        'ubuntu-latest=-self-hosted',
        '--no-cache-server',
        '--workflows',
        '.github/workflows/seaworthy.yaml',
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, HOME: folder, XDG_CACHE_HOME: join(folder, '.cache') },
      },
    );
    const log = done.stdout + done.stderr;
    expect(log).toContain(said === 'verdict::pass' ? 'Job succeeded' : said);
    expect({ green: done.status === 0, log: (done.status === 0) === green ? '' : log }).toEqual({
      green,
      log: '',
    });
  });
});

describe('actionlint has nothing against', () => {
  const folder = join(root, '.github/workflows');
  const own = readdirSync(folder).map((name): [string, string] => [
    name,
    readFileSync(join(folder, name), 'utf8'),
  ]);
  const pin = `acme/seaworthy@${'a'.repeat(40)}`;
  const starter = starterWorkflow(pin, 'registry.example/app:1.2');
  (lacks(actionlint) ? test.skip : test).each([
    ...own,
    ...shownWorkflows.map(([page, text]): [string, string] => [
      `that of ${page}`,
      text.replaceAll(pinned, pin),
    ]),
    ['what init writes', starter],
    [
      'it with the cache step',
      starter.replace(`      - uses: ${pin}`, `${starterCacheStep()}      - uses: ${pin}`),
    ],
  ])('%s', (_name, text) => {
    const file = join(mkdtempSync(join(tmpdir(), 'seaworthy-lint-')), 'workflow.yaml');
    writeFileSync(file, text);
    const done = spawnSync(toolPath(actionlint), ['-no-color', '-shellcheck=', '-pyflakes=', file], {
      encoding: 'utf8',
    });
    expect(done.stdout + done.stderr).toBe('');
    expect(done.status).toBe(0);
  });
});
