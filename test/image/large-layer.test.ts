// A layer that is worth hashing threads gives the record that a small one would.
import { expect, test } from '@jest/globals';
import type { LayerRecord } from '../../src/image/layer-record.ts';
import { fileDigestAnalyzer } from '../../src/inspection/integrity/file-digests.ts';
import { seeded } from '../oci/reading.ts';
import { analyze, bodies } from './layers.ts';
import { writeTar } from './tar-writer.ts';

test('the same record, digests of files and of the whole tar, by threads and without', async () => {
  const next = seeded(3);
  const items = Array.from({ length: 300 }, (_, at) => {
    const body = Buffer.alloc(Math.floor(next() ** 6 * 2_000_000), `${at} `);
    return { path: at % 3 === 0 ? `usr/lib/file-${at}` : `app/file-${at}`, body };
  });
  const bytes = writeTar([{ path: 'etc/debian_version', body: Buffer.from('12.1\n') }, ...items]);
  const options = { analyzers: [bodies, fileDigestAnalyzer], mediaType: '' };
  const here = await analyze(bytes, options, 70_000);
  const there = await analyze(bytes, { ...options, size: 1024 ** 3 }, 70_000);
  const facts = ({ facts }: LayerRecord) => facts.of(fileDigestAnalyzer.id);
  expect(facts(there)).toEqual(facts(here));
  expect(there.plainDigest).toBe(here.plainDigest);
  expect(there.accounting).toEqual(here.accounting);
  expect(here.plainDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(facts(here).length).toBeGreaterThan(50);
});
