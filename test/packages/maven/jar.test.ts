// Java: which artifacts a jar is and holds, what is no library, and what is listed without a group because nobody says whose it is.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { maven } from '../../../src/packages/maven/format.ts';
import { readJar } from '../../../src/packages/maven/jar.ts';
import { growth, linear } from '../../growth.ts';
import { inventoryOf, refusalLines } from '../image-of.ts';
import { anyClass, jarOf, manifestOf, pomProperties } from './jars.ts';

const commons = pomProperties('org.apache.commons', 'commons-text', '1.9');

async function jarIn(path: string, body: Buffer) {
  const inventory = await inventoryOf([maven], { [path]: body });
  return {
    purls: inventory.packages.map(({ purl }) => purl),
    refusals: refusalLines(inventory).filter((line) => line.includes(path)),
  };
}

test('a jar is the artifact that its pom.properties states, whatever the file is called', async () => {
  const { packages } = await inventoryOf([maven], { 'app/lib.jar': jarOf({ ...commons, ...anyClass }) });
  expect(packages).toEqual([
    {
      purl: 'pkg:maven/org.apache.commons/commons-text@1.9',
      type: 'maven',
      name: 'org.apache.commons:commons-text',
      version: '1.9',
      path: 'app/lib.jar',
      layer: 0,
    },
  ]);
});

test('jars inside jars are found, packed or stored, down to a jar in a war in an ear', async () => {
  const jar = jarOf({ ...commons, ...anyClass });
  const war = jarOf({ 'WEB-INF/lib/commons-text-1.9.jar': jar, ...pomProperties('com.acme', 'shop', '2') });
  const { purls, refusals } = await jarIn('opt/shop.ear', jarOf({ 'shop.war': war }));
  expect(purls).toEqual(['pkg:maven/com.acme/shop@2', 'pkg:maven/org.apache.commons/commons-text@1.9']);
  expect(refusals).toEqual([]);
});

test('small jars inside a jar leave alone what else lies in memory beside them', () => {
  const inner = jarOf({ ...commons, ...anyClass });
  const jar = jarOf({ 'a.jar': inner, 'b.jar': inner });
  const mine = Array.from({ length: 200 }, (_, index) => Buffer.from(`mine ${index}`.padEnd(400)));
  expect(readJar(jar, 'app.jar').artifacts).toHaveLength(2);
  expect(mine.map(({ length }) => length)).toEqual(mine.map(() => 400));
});

test('every library that was shaded into one jar is a package', async () => {
  const shaded = jarOf({ ...commons, ...pomProperties('com.acme', 'all', '3'), ...anyClass });
  expect((await jarIn('all-3.jar', shaded)).purls).toEqual([
    'pkg:maven/com.acme/all@3',
    'pkg:maven/org.apache.commons/commons-text@1.9',
  ]);
});

test('an unpacked application is found by its file', async () => {
  const path = 'app/META-INF/maven/com.acme/shop/pom.properties';
  const { packages } = await inventoryOf([maven], {
    [path]: 'groupId=com.acme\nartifactId=shop\nversion=2\n',
  });
  expect(packages.map(({ purl }) => purl)).toEqual(['pkg:maven/com.acme/shop@2']);
});

test('a script before the archive, as Spring Boot puts one, is passed over', async () => {
  const executable = Buffer.concat([
    Buffer.from('#!/bin/bash\nexec java -jar "$0"\n'),
    jarOf({ ...commons, ...anyClass }),
  ]);
  expect((await jarIn('app.jar', executable)).purls).toEqual([
    'pkg:maven/org.apache.commons/commons-text@1.9',
  ]);
});

describe('without pom.properties the manifest and the name say what it is', () => {
  const spring = { 'org/springframework/core/Ordered.class': 'x' };
  test.each<[string, string, Record<string, string>, Record<string, string>, string[]]>([
    [
      'a stated group',
      'commons-io-2.11.0.jar',
      { 'Implementation-Vendor-Id': 'commons-io', 'Implementation-Title': 'Apache Commons IO' },
      anyClass,
      ['pkg:maven/commons-io/commons-io@2.11.0'],
    ],
    [
      'a known publisher, by name and classes',
      'spring-core-5.3.17.jar',
      { 'Implementation-Title': 'spring-core', 'Implementation-Version': '5.3.17' },
      spring,
      ['pkg:maven/org.springframework/spring-core@5.3.17'],
    ],
    [
      'a known publisher in a file that was renamed',
      'core.jar',
      { 'Implementation-Title': 'spring-core', 'Implementation-Version': '5.3.17' },
      spring,
      ['pkg:maven/org.springframework/spring-core@5.3.17'],
    ],
    [
      'a part of the Java runtime',
      'jrt-fs.jar',
      { 'Implementation-Title': 'Java Runtime Environment', 'Implementation-Version': '17.0.15' },
      anyClass,
      [],
    ],
    ['an application without a version', 'app.jar', { 'Main-Class': 'org.example.Main' }, anyClass, []],
    ['resources without a class', 'fonts-1.0.jar', {}, { 'a.ttf': 'x' }, []],
  ])('%s', async (_, path, attributes, files, expected) => {
    const { purls, refusals } = await jarIn(path, jarOf({ ...manifestOf(attributes), ...files }));
    expect(purls).toEqual(expected);
    expect(refusals).toEqual([]);
  });

  const nobodys = jarOf({ ...manifestOf({}), ...anyClass });

  test('a name alone is not believed: a library of nobody is listed, as nobody’s', async () => {
    const { packages } = await inventoryOf([maven], { 'spring-core-5.3.17.jar': nobodys });
    expect(packages).toEqual([
      {
        purl: 'pkg:generic/spring-core@5.3.17',
        type: 'generic',
        name: 'spring-core',
        version: '5.3.17',
        path: 'spring-core-5.3.17.jar',
        layer: 0,
        places: ['spring-core-5.3.17.jar'],
      },
    ]);
  });

  test('one that lies twice in a jar is one package with both its places', async () => {
    const { packages } = await inventoryOf([maven], {
      'app.ear': jarOf({ 'a/x-1.jar': nobodys, 'b/x-1.jar': nobodys, 'b/x-2.jar': nobodys }),
    });
    expect(packages.map(({ purl, places }) => [purl, places])).toEqual([
      ['pkg:generic/x@1', ['app.ear!/a/x-1.jar', 'app.ear!/b/x-1.jar']],
      ['pkg:generic/x@2', ['app.ear!/b/x-2.jar']],
    ]);
  });

  test('one whose name can be no artifact’s is called like its file', async () => {
    expect((await jarIn('$1-2.0.jar', nobodys)).purls).toEqual(['pkg:generic/%241-2.0.jar@2.0']);
  });

  test('an image of nothing but such libraries still is one of which nothing can be said', async () => {
    const inventory = await inventoryOf([maven], { 'app/x-1.jar': nobodys });
    expect(refusalLines(inventory)).toEqual([
      'unsupported: the image states no distribution and has no package that could be recognised: nothing can be said of it',
    ]);
  });

  test('long lines of a manifest are put together, and other sections do not speak for the jar', async () => {
    const text =
      'Manifest-Version: 1.0\r\nImplementation-Vendor-Id: org.exa\r\n mple.long\r\n\r\nName: y\r\nImplementation-Vendor-Id: no\r\n';
    const { purls } = await jarIn('thing-1.2.jar', jarOf({ 'META-INF/MANIFEST.MF': text, ...anyClass }));
    expect(purls).toEqual(['pkg:maven/org.example.long/thing@1.2']);
  });
});

describe('what is damaged or beyond a ceiling is refused by name, and what was read before it counts', () => {
  const sound = jarOf({ ...commons, ...anyClass });
  const ceilings = { entries: 1_000, bytes: 4 * 1024 * 1024, inner: 1024 * 1024, depth: 3 };
  const nest = (levels: number): Buffer =>
    levels === 0
      ? sound
      : jarOf({ ...pomProperties('a', `l${levels}`, '1'), 'lib/in.jar': nest(levels - 1) });

  test('cut short', async () => {
    expect((await jarIn('cut.jar', sound.subarray(0, 200))).refusals).toEqual([
      'malformed: cut.jar cannot be read: it is cut short',
    ]);
  });

  test('a pom.properties whose bytes are not those of its check sum', async () => {
    const flipped = Buffer.from(sound);
    flipped.writeUInt8((flipped[100] ?? 0) ^ 0x40, 100);
    const { purls, refusals } = await jarIn('flipped.jar', flipped);
    expect(purls).toEqual([]);
    expect(refusals.join()).toMatch(/malformed: flipped\.jar cannot be read: META-INF\/maven/);
  });

  test('jars within jars without end', () => {
    const { artifacts, refused } = readJar(nest(5), 'a.jar', ceilings);
    expect(artifacts.map(({ artifact }) => artifact)).toEqual(['l5', 'l4', 'l3']);
    expect(refused).toEqual([
      ['ceiling', 'a.jar!/lib/in.jar!/lib/in.jar!/lib/in.jar lies deeper in other archives than is looked'],
    ]);
  });

  test('an inner jar that inflates to more than is read', () => {
    const bomb = jarOf({ ...commons, 'lib/bomb.jar': Buffer.alloc(2 * 1024 * 1024) });
    const { artifacts, refused } = readJar(bomb, 'a.jar', ceilings);
    expect(artifacts).toHaveLength(1);
    expect(refused.map(([code]) => code)).toEqual(['ceiling']);
  });

  test('many inner jars, each below the ceiling, share what may be read', () => {
    const files = Array.from(
      { length: 8 },
      (_, index) => [`lib/${index}.jar`, Buffer.alloc(1024 * 1024)] as const,
    );
    const { refused } = readJar(jarOf(Object.fromEntries(files)), 'a.jar', ceilings);
    expect(refused).toHaveLength(4);
  });

  test('more files than are looked at', () => {
    const files = Array.from({ length: 1_001 }, (_, index) => [`f${index}`, ''] as const);
    expect(
      readJar(jarOf(Object.fromEntries(files)), 'a.jar', ceilings).refused.map(([code]) => code),
    ).toEqual(['ceiling']);
  });

  test('an end record that a comment quotes hides nothing', async () => {
    const quoted = Buffer.alloc(40);
    quoted.write('PK\x05\x06', 'latin1');
    const jar = Buffer.concat([sound, quoted]);
    jar.writeUInt16LE(quoted.length, sound.length - 2);
    expect((await jarIn('a.jar', jar)).purls).toEqual(['pkg:maven/org.apache.commons/commons-text@1.9']);
    const { refusals } = await jarIn('b.jar', Buffer.concat([jar, Buffer.of(0)]));
    expect(refusals).toEqual(['malformed: b.jar cannot be read: it has several ends, and bytes behind each']);
  });

  test('files beyond the count that the directory states are seen, as Java sees them', async () => {
    const jar = Buffer.from(sound);
    jar.writeUInt16LE(0, sound.length - 12);
    expect((await jarIn('a.jar', jar)).purls).toEqual(['pkg:maven/org.apache.commons/commons-text@1.9']);
    jar.writeUInt16LE(9, sound.length - 12);
    expect((await jarIn('a.jar', jar)).refusals).toEqual([
      'malformed: a.jar cannot be read: its directory ends early',
    ]);
  });

  test('packed bytes count where they unpack to nothing: files may share them, and each takes its time', () => {
    const inner = Array.from({ length: 8 }, (_, index) => [`lib/${index}.jar`, ''] as const);
    const jar = jarOf({ ...Object.fromEntries(inner), 'x.bin': randomBytes(1024 * 1024) });
    const directory = jar.readUInt32LE(jar.length - 6);
    inner.reduce((at, [name]) => {
      jar.writeUInt32LE(1024 * 1024, at + 20);
      return at + 46 + name.length;
    }, directory);
    const { refused } = readJar(jar, 'a.jar', ceilings);
    expect(refused.map(([code]) => code)).toEqual(['ceiling', 'ceiling', 'ceiling', 'ceiling']);
  });

  test('more artifacts in one jar than a call takes arguments', () => {
    const jar = jarOf(pomProperties('a', 'b', '1'));
    const directory = jar.readUInt32LE(jar.length - 6);
    const count = 150_000;
    const entries = Array<Buffer>(count).fill(jar.subarray(directory, jar.length - 22));
    const end = Buffer.from(jar.subarray(jar.length - 22));
    end.writeUInt32LE(count * (entries[0]?.length ?? 0), 12);
    const many = Buffer.concat([jar.subarray(0, directory), ...entries, end]);
    const roomy = { ...ceilings, entries: count, bytes: 64 * 1024 * 1024 };
    expect(readJar(many, 'a.jar', roomy).artifacts).toHaveLength(count);
  });

  test('names and properties made to take time take a linear one', () => {
    const jarOfLength = (length: number): Buffer =>
      jarOf({
        'META-INF/maven/a/x/pom.properties': `artifactId=x\nversion=1\ngroupId=${' '.repeat(16 * length)}x\u2028`,
        [`x${'-1'.repeat(length)}!.jar`]: jarOf({
          ...manifestOf({ 'Implementation-Version': '1' }),
          ...anyClass,
        }),
      });
    const jars = new Map([4_000, 16_000].map((length) => [length, jarOfLength(length)]));
    const read = (length: number): unknown => readJar(jars.get(length) ?? Buffer.of(), 'a.jar', ceilings);
    expect(growth(4_000, read)).toBeLessThan(linear);
  });

  test('bytes that no Java would open are no jar', async () => {
    expect(await jarIn('notes.jar', Buffer.from('biscuits'))).toEqual({ purls: [], refusals: [] });
  });
});
