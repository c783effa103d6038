// Java libraries that say of nobody that he published them: told once each, with their places, and the team's own let be.
import { describe, expect, test } from '@jest/globals';
import { trustAll, underTrust } from '../../../src/inspection/origin/trust.ts';
import { anyClass, jarOf, manifestOf, pomProperties } from '../../packages/maven/jars.ts';
import { imageOf, inspectImage } from '../inspected.ts';

const rule = 'origin/unnamed-library';
const nobodys = jarOf(anyClass);
const named = jarOf({ ...pomProperties('org.x', 'known', '1'), ...anyClass });
/** An application that carries its libraries is none itself, whatever version its name has. */
const shop = jarOf({
  ...anyClass,
  'BOOT-INF/lib/shop-core-1.0.jar': nobodys,
  'BOOT-INF/lib/pay-2.1.jar': nobodys,
  'BOOT-INF/lib/known-1.jar': named,
});

async function told(...layers: Parameters<typeof layersOf>[0]) {
  return (await inspectImage(layersOf(layers), rule)).findings;
}

function layersOf(layers: readonly Readonly<Record<string, Buffer | string>>[]) {
  return { layers: layers.map((files) => Object.entries(files).map(([path, body]) => ({ path, body }))) };
}

describe('libraries that nobody can name', () => {
  test('each is a finding with its layer, its file and its place in the jar that holds it', async () => {
    const findings = await told({ 'etc/x': '' }, { 'app/shop-3.0.jar': shop });
    expect(findings).toMatchObject([
      {
        rule,
        severity: 'medium',
        subject: 'pkg:generic/pay',
        where: { kind: 'layer', layer: 1, path: 'app/shop-3.0.jar' },
        message:
          'The Java library pay 2.1 does not say by which group it was published: /app/shop-3.0.jar!/BOOT-INF/lib/pay-2.1.jar.',
        details: { actual: 'pay-2.1.jar' },
      },
      { rule, subject: 'pkg:generic/shop-core', details: { actual: 'shop-core-1.0.jar' } },
    ]);
  });

  test('the verdict has nothing open by them', async () => {
    const { refusals } = await inspectImage(
      layersOf([{ 'app/shop-3.0.jar': shop, 'app/known.jar': named }]),
      rule,
    );
    expect(refusals).toEqual([]);
  });

  test('one at several places is told once, and each version of it', async () => {
    const files = ['a', 'b', 'c', 'd'].map((folder) => [`${folder}/x-1.jar`, nobodys] as const);
    const findings = await told({ ...Object.fromEntries(files), 'e/x-2.jar': nobodys });
    expect(findings.map(({ message }) => message)).toEqual([
      'The Java library x 1 does not say by which group it was published: /a/x-1.jar, /b/x-1.jar, /c/x-1.jar and 1 more.',
      'The Java library x 2 does not say by which group it was published: /e/x-2.jar.',
    ]);
  });

  test('one in a file of a package of the distribution is that package', async () => {
    const status = 'Package: libx-java\nStatus: install ok installed\nVersion: 1-1\nArchitecture: all\n';
    const findings = await told({
      'etc/os-release': 'ID=debian\nVERSION_ID=12\n',
      'var/lib/dpkg/status': status,
      'var/lib/dpkg/info/libx-java.list': '/.\n/usr/share/java/x-1.0.jar\n',
      'usr/share/java/x-1.0.jar': nobodys,
      'opt/y-1.0.jar': nobodys,
    });
    expect(findings.map(({ subject }) => subject)).toEqual(['pkg:generic/y']);
  });

  test('one that a later layer removes is told no more', async () => {
    expect(await told({ 'app/x-1.jar': nobodys }, { 'app/.wh.x-1.jar': '' })).toEqual([]);
  });

  test.each([
    [['shop-*.jar'], ['pkg:generic/pay']],
    [['shop-*.jar', 'pay-2.1.jar'], []],
    [['shop'], ['pkg:generic/pay', 'pkg:generic/shop-core']],
    [['*core-1.0.jar'], ['pkg:generic/pay']],
  ])('the policy lets %j be', async (ownLibraries, left) => {
    const findings = await told({ 'app/shop-3.0.jar': shop });
    const kept = underTrust(findings, imageOf({}), { ...trustAll, ownLibraries }, new Date('2026-11-01'));
    expect(kept.map(({ subject }) => subject)).toEqual(left);
  });

  test('a library of which one copy is called like the team’s and another is not stays told', async () => {
    const renamed = jarOf({
      ...manifestOf({ 'Implementation-Title': 'shop-core', 'Implementation-Version': '1.0' }),
      ...anyClass,
    });
    const findings = await told({ 'a/shop-core-1.0.jar': nobodys, 'b/0.jar': renamed });
    expect(findings.map(({ details }) => details)).toMatchObject([{ actual: 'shop-core-1.0.jar / 0.jar' }]);
    const trust = { ...trustAll, ownLibraries: ['shop-*.jar'] };
    expect(underTrust(findings, imageOf({}), trust, new Date('2026-11-01'))).toHaveLength(1);
  });
});
