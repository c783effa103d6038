// Secrets in programs, archives, compressed files and UTF-16: found wherever they stand, at a bounded price.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/terms/finding.ts';
import { inspectImage } from '../inspected.ts';
import { letters } from '../made-up.ts';
import { plantedSecrets } from '../planted-secrets.ts';
import { writeZip, type ZipItem } from './zip-writer.ts';

const text = plantedSecrets.find(({ kind }) => kind === 'github-token')?.body ?? '';
const secret = plantedSecrets.find(({ kind }) => kind === 'github-token')?.secret ?? '';
const noise = Buffer.from(letters(200_000), 'latin1');
for (let at = 0; at < noise.length; at += 7) noise[at] = 0;
const program = (size: number): Buffer =>
  Buffer.concat([noise.subarray(0, size), Buffer.from(`\0${secret}\0`), noise]);
const utf16 = (mark: string, big = false): Buffer => {
  const bytes = Buffer.from(`${mark}# settings\r\ntoken = ${secret}\r\n`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};
const zip = (...items: readonly Partial<ZipItem>[]): Buffer =>
  writeZip(items.map((item) => ({ name: 'conf/app.properties', body: text, ...item })));
const wanted = ['secrets/github-token'];

async function secretsIn(path: string, body: Buffer, piece?: number): Promise<readonly Finding[]> {
  const layers = [[{ path, body }]];
  const given = piece === undefined ? { layers } : { layers, piece };
  return (await inspectImage(given, 'secrets/')).findings;
}
const rules = (findings: readonly Finding[]): readonly string[] => findings.map(({ rule }) => rule);

describe('secrets are found in', () => {
  const forms: readonly (readonly [string, string, Buffer, RegExp])[] = [
    ['a program', 'usr/bin/app', program(20_000), /\/usr\/bin\/app, byte 20001\./],
    [
      'a program beyond its first block',
      'usr/bin/app',
      Buffer.concat([Buffer.alloc(1_500_000), program(9000)]),
      /byte 1509001/,
    ],
    ['UTF-16 with a mark', 'srv/a.reg', utf16('\ufeff'), /a\.reg, line 2/],
    ['UTF-16 without a mark', 'srv/a.reg', utf16(''), /line 2/],
    ['UTF-16 of the other order', 'srv/a.reg', utf16('\ufeff', true), /line 2/],
    ['UTF-16 of the other order, without a mark', 'srv/a.reg', utf16('', true), /line 2/],
    ['a gzip file', 'srv/settings.yaml.gz', gzipSync(text), /settings\.yaml\.gz, in settings\.yaml, line 2/],
    [
      'a tar file in gzip',
      'srv/backup.tgz',
      gzipSync(Buffer.concat([Buffer.alloc(512), Buffer.from(text)])),
      /in backup, byte/,
    ],
    ['gzip of UTF-16', 'srv/a.gz', gzipSync(utf16('\ufeff')), /in a, line 2/],
    ['a zstd file', 'srv/a.yaml.zst', zstdCompressSync(Buffer.from(text)), /\/srv\/a\.yaml\.zst, /],
    ['a jar', 'app.jar', zip({}), /\/app\.jar, in conf\/app\.properties, line 2/],
    [
      'a jar written in one go',
      'app.jar',
      zip({ name: 'a', body: 'x' }, { descriptor: true }, { name: 'b' }),
      /in conf/,
    ],
    ['a stored part, told once', 'app.zip', zip({ stored: true }), /app\.zip/],
    [
      'a jar stored in a jar',
      'app.jar',
      zip({ name: 'lib/inner.jar', body: zip({}), stored: true }),
      /in conf/,
    ],
    [
      'a jar behind a script',
      'app.jar',
      Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar $0\n'), zip({})]),
      /in conf/,
    ],
    [
      'a part that the directory does not name',
      'a.zip',
      Buffer.concat([zip({}), zip({ name: 'b', body: 'x' })]),
      /in conf/,
    ],
    ['a part behind a damaged one', 'a.zip', zip({ name: 'bad', damaged: true }, {}), /in conf/],
  ];
  test.each(forms)('%s', async (_, path, body, place) => {
    const findings = (await secretsIn(path, body)).filter(({ rule }) => rule !== 'secrets/unread');
    expect(rules(findings)).toEqual(wanted);
    expect(findings[0]?.message).toMatch(place);
    expect(JSON.stringify(findings)).not.toContain(secret.slice(5, -5));
  });

  test.each(forms)('%s, read in small pieces', async (_, path, body) => {
    for (const piece of [512, 1000, 4096]) {
      const findings = (await secretsIn(path, body, piece)).filter(({ rule }) => rule !== 'secrets/unread');
      expect(rules(findings)).toEqual(wanted);
    }
  });

  test('a file of the archive that is known by its name', async () => {
    const npmrc = plantedSecrets.find(({ kind }) => kind === 'npmrc');
    const body = writeZip([{ name: 'home/.npmrc', body: npmrc?.body ?? '' }]);
    expect(rules(await secretsIn('backup.zip', body))).toEqual(['secrets/npmrc']);
  });

  test('what is as good as text and begins like something else', async () => {
    for (const head of ['\x1f\x8b', 'PK\x03\x04', '\x28\xb5\x2f\xfd']) {
      const findings = await secretsIn(
        'srv/a',
        Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(`\n${text}`)]),
      );
      expect(rules(findings)).toContain('secrets/github-token');
    }
  });
});

describe('what cannot be looked into is told', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  test.each([
    ['a gzip file that becomes too large', 'a.gz', bomb],
    ['a damaged gzip file', 'a.gz', gzipSync(noise).fill(0xff, 20, 60)],
    ['a zstd file that becomes too large', 'a.zst', zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))],
    ['an encrypted part', 'a.zip', zip({ encrypted: true })],
    ['a part packed in another way', 'a.zip', zip({ method: 14 })],
    ['a part that becomes too large', 'a.zip', zip({ body: Buffer.alloc(32 * 1024 * 1024) })],
  ])('%s', async (_, path, body) => {
    const findings = await secretsIn(path, body);
    expect(rules(findings)).toEqual(['secrets/unread']);
    expect(findings[0]?.message).toContain(`/${path}`);
  });

  test('many are one finding', async () => {
    const layers = [[1, 2, 3].map((index) => ({ path: `${index}.gz`, body: bomb }))];
    const { findings } = await inspectImage({ layers }, 'secrets/');
    expect(findings.map(({ message }) => message)).toEqual([
      '3 files, such as /1.gz, are compressed, and not looked into whole for secrets.',
    ]);
  });
});
