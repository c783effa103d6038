// Which files of a folder the stack gate and `reach` read: the same however the folder is named, links followed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openSurroundings } from '../../cli/surroundings.ts';

const started = process.cwd();
afterAll(() => process.chdir(started));

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seaworthy-found-'));
  process.chdir(root);
});

const pod = (name: string, privileged = false): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers: [{ name: m, image: i, securityContext: { privileged: ${privileged} } }]\n`;

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** Names of the pods that both commands read, and what they say they did not see. */
async function seen(...paths: readonly string[]) {
  const { run } = openSurroundings();
  const { out } = await run('stack', ...paths, '--format', 'json');
  const { stack, findings, verdict } = JSON.parse(out);
  const subjects: readonly string[] = findings.map(({ subject }: { subject: string }) => subject);
  const judged = new Set(subjects.flatMap((subject) => /^Pod default\/(\S+)$/.exec(subject)?.[1] ?? []));
  const reached = (await run('reach', ...paths, '--format', 'csv')).out;
  const workloads = new Set([...reached.matchAll(/default\/(\w+)\[Pod\]/g)].map((match) => match[1] ?? ''));
  expect([...workloads].sort()).toEqual([...judged].sort());
  const opaque: readonly { subject: string; reason: string }[] = stack.coverage.opaque;
  return {
    pods: [...judged].sort(),
    resources: stack.resources,
    unseen: opaque.map(({ subject, reason }) => `${subject}: ${reason}`),
    merge: verdict.merge,
  };
}

describe('files below a folder', () => {
  test('are the same however the folder is named, those of one letter and behind dots too', async () => {
    write({
      'k8s/good.yaml': pod('good'),
      'k8s/db.yaml': pod('db'),
      'k8s/x.yaml': pod('x', true),
      'k8s/a/b.json': JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } }),
      'k8s/.github/hidden.yaml': pod('hidden'),
      'k8s/.github.yaml': pod('hidden'),
      'k8s/a/.h/hidden.yaml': pod('hidden'),
    });
    const expected = { pods: ['b', 'db', 'good', 'x'], resources: 4, unseen: [], merge: 'fail' };
    const folder = join(root, 'k8s');
    const names = ['k8s', './k8s', 'k8s/', './k8s/', 'k8s/.', '././k8s//', folder, `${folder}/`];
    for (const name of names) expect([name, await seen(name)]).toEqual([name, expected]);
    process.chdir(folder);
    for (const name of ['.', './', '../k8s', relative('.', folder) || '.', `${folder}/../k8s`]) {
      expect([name, await seen(name)]).toEqual([name, expected]);
    }
  });

  test('which are hidden are read where they are named themselves', async () => {
    write({ '.apps/web.yaml': pod('web'), '.apps/.one.yaml': pod('one') });
    expect((await seen('.apps')).pods).toEqual(['web']);
    expect((await seen('./.apps/', '.apps/.one.yaml')).pods).toEqual(['one', 'web']);
  });

  test('are read once, whatever reaches them, and named as they lie there', async () => {
    write({ 'z/web.yaml': pod('web', true) });
    symlinkSync('z', 'a');
    symlinkSync('z/web.yaml', 'b.yaml');
    expect(await seen('.', './z', join(root, 'a'), 'b.yaml')).toMatchObject({ pods: ['web'], resources: 1 });
    const { out } = await openSurroundings().run('stack', '.', '--format', 'json');
    const [found] = JSON.parse(out).findings;
    expect(found.where.file).toBe('z/web.yaml');
  });

  test('are followed where they are links, to files and folders, within and without', async () => {
    write({ 'k8s/good.yaml': pod('good'), 'far/bad.yaml': pod('bad', true), 'far/more/c.yaml': pod('c') });
    symlinkSync(join(root, 'far/bad.yaml'), 'k8s/linked.yaml');
    symlinkSync('../far/more', 'k8s/more');
    expect(await seen('k8s')).toEqual({
      pods: ['bad', 'c', 'good'],
      resources: 3,
      unseen: [],
      merge: 'fail',
    });
    symlinkSync('k8s', 'entry');
    expect((await seen('entry')).pods).toEqual(['bad', 'c', 'good']);
  });

  test('of a mounted ConfigMap are read through its links', async () => {
    write({ 'mount/..2026_11_29/web.yaml': pod('web', true) });
    symlinkSync('..2026_11_29', 'mount/..data');
    symlinkSync('..data/web.yaml', 'mount/web.yaml');
    expect(await seen('mount')).toMatchObject({ pods: ['web'], resources: 1, unseen: [], merge: 'fail' });
  });

  test('end where links lead in circles; a link that leads nowhere is not seen', async () => {
    write({ 'k8s/deep/good.yaml': pod('good') });
    symlinkSync('..', 'k8s/deep/up');
    symlinkSync('.', 'k8s/deep/self');
    symlinkSync('round.yaml', 'k8s/round.yaml');
    symlinkSync('gone', 'k8s/folder');
    expect(await seen('k8s')).toMatchObject({
      pods: ['good'],
      resources: 1,
      unseen: ['k8s/folder: a link that leads nowhere', 'k8s/round.yaml: a link that leads nowhere'],
    });
  });

  test('behind links are not read without end, and what is left out is told', async () => {
    write({ 'k8s/good.yaml': pod('good') });
    mkdirSync('wide');
    for (let index = 0; index < 10_001; index += 1) writeFileSync(`wide/${index}`, '');
    symlinkSync('../wide', 'k8s/wide');
    const { unseen } = await seen('k8s');
    expect(unseen).toEqual(['k8s/wide: a link: more than 10000 names lie behind links']);
  });

  test('which are pipes are not waited for', async () => {
    write({ 'k8s/good.yaml': pod('good') });
    execFileSync('mkfifo', [join(root, 'k8s/pipe.yaml')]);
    symlinkSync('pipe.yaml', 'k8s/way.yaml');
    const unseen = ['k8s/pipe.yaml', 'k8s/way.yaml'].map((file) => `${file}: neither a file nor a folder`);
    expect(await seen('k8s')).toMatchObject({ pods: ['good'], unseen });
  });

  test('of which none can be seen never pass', async () => {
    mkdirSync('k8s');
    symlinkSync('gone.yaml', 'k8s/web.yaml');
    expect(await seen('k8s')).toMatchObject({ resources: 0, merge: 'incomplete' });
  });
});
