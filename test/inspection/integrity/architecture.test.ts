// A package database of another machine than the image is for makes the verdict incomplete.
import { expect, test } from '@jest/globals';
import { inspectImage } from '../inspected.ts';

const status = (...architectures: readonly string[]): string =>
  architectures
    .map(
      (one, index) =>
        `Package: p${index}\nStatus: install ok installed\nVersion: 1\nArchitecture: ${one}\n\n`,
    )
    .join('');

async function codes(...architectures: readonly string[]): Promise<readonly string[]> {
  const { refusals } = await inspectImage({
    layers: [
      [
        { path: 'etc/os-release', body: 'ID=debian\nVERSION_ID=12\n' },
        { path: 'var/lib/dpkg/status', body: status(...architectures) },
      ],
    ],
  });
  return refusals.map(({ code }) => code);
}

test.each([[['amd64']], [['all']], [['amd64', 'i386', 'all']], [['arm64', 'amd64']]])(
  '%s is for amd64',
  async (names) => {
    expect(await codes(...names)).toEqual([]);
  },
);

test.each([[['arm64']], [['arm64', 'all']], [['i386', 'armhf']]])('%s is not', async (names) => {
  expect(await codes(...names)).toEqual(['ambiguous']);
});
