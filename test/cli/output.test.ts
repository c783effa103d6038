// `--output`: a dash is standard output, and an explanation goes where it is asked to.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSurroundings } from './surroundings.ts';

const examples = resolve(import.meta.dirname, '../../examples');
const manifests = join(examples, 'three-tier/manifests');
const image = [`oci:${examples}/quickstart/image:1.0`, '--advisories', `${examples}/quickstart/advisories`];

test.each([
  ['scan', [...image, '--format', 'json', '--as-of', '2026-10-22']],
  ['stack', [manifests, '--format', 'json', '--as-of', '2026-10-22']],
  ['reach', [manifests, '--format', 'json']],
])('%s --output - prints, and leaves no file of that name', async (command, given) => {
  const { directory, run } = openSurroundings();
  const plain = await run(command, ...given);
  const dashed = await run(command, ...given, '--output', '-');
  expect(dashed).toEqual(plain);
  expect(readdirSync(directory)).not.toContain('-');
});

const opened = [
  'stack',
  manifests,
  join(examples, 'three-tier/pull-request'),
  '--policy',
  join(examples, 'three-tier/seaworthy.yaml'),
  '--as-of',
  '2026-10-22',
];

test('stack --explain writes to a file that is named', async () => {
  const { directory, run } = openSurroundings();
  const printed = await run(...opened, '--explain', 'network/exposure');
  const written = await run(...opened, '--explain', 'network/exposure', '--output', 'why.txt');
  expect(printed.out).toContain('network/exposure');
  expect(written.out).toBe('Wrote why.txt\n');
  expect(readFileSync(join(directory, 'why.txt'), 'utf8')).toBe(printed.out);
  expect(written.code).toBe(printed.code);
});

test.each([
  ['scan', image, ['--format', 'json']],
  ['gate', image, ['--quiet']],
  ['stack', [manifests], ['--format', 'sarif']],
  ['stack', [manifests], ['--matrices']],
])(
  '%s --explain is an answer of its own, and does not take another’s options',
  async (command, given, other) => {
    const { code, out, err } = await openSurroundings().run(command, ...given, '--explain', 'any', ...other);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`cannot be used with option '${other[0]}`);
  },
);

test('a line of the stack’s report tells what is wrong, and the end of its place', async () => {
  const { out } = await openSurroundings().run(...opened);
  const line = out.split('\n').find((one) => one.includes('✗ high')) ?? '';
  expect(line).toMatch(/ {2}can be reached from the internet/);
  expect(line).toMatch(/…\S*\/db\.yaml:\d+$/);
});

test('where no terminal cuts lines, each finding of a stack is told whole', async () => {
  const { directory, run } = openSurroundings();
  await run(...opened, '--output', 'report.txt');
  const text = readFileSync(join(directory, 'report.txt'), 'utf8');
  const line = text.split('\n').find((one) => one.includes('✗ high')) ?? '';
  expect(line).toMatch(
    / {2}can be reached from the internet on TCP 5432 through Service shop\/db-outside \(LoadBalancer\) {2}\S*\/db\.yaml:\d+$/,
  );
});
