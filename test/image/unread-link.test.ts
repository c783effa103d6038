// A file that an analyzer looks for by its name is not missed silently when it is a hard link.
import { expect, test } from '@jest/globals';
import { type Analyzer, wholeBody } from '../../src/image/analyzer.ts';
import { analyze } from './layers.ts';
import { writeTar } from './tar-writer.ts';

const named: Analyzer = {
  id: 'named',
  version: 1,
  open: (entry, sink) =>
    entry.type === 'file' && entry.path.endsWith('/status')
      ? wholeBody(entry, 100, sink, (body) => sink.fact(body.toString()))
      : undefined,
};

test.each([
  ['a link to a file of another name', 'db/status', 'db/hidden', 1],
  ['a link to a file that is read itself', 'db/status', 'other/status', 0],
  ['a link that nobody looks for', 'db/else', 'db/hidden', 0],
])('%s', async (_, link, target, refusals) => {
  const tar = writeTar([
    { path: target, body: 'x' },
    { path: 'db/via', type: '1', link: target },
    { path: link, type: '1', link: 'db/via' },
  ]);
  const record = await analyze(tar, { analyzers: [named] });
  expect(record.refusals.map(({ code, path }) => [code, path])).toEqual(
    Array.from({ length: refusals }, () => ['unsupported', link]),
  );
});
