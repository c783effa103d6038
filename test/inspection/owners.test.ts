// Which part of an image a layer is, and whose findings are whose.
import { describe, expect, test } from '@jest/globals';
import { ownersOfPolicy, trustOfPolicy } from '../../src/inspection/image-policy.ts';
import { kindsOfLayers } from '../../src/inspection/layer-kinds.ts';
import { withOwners } from '../../src/inspection/team-owners.ts';
import type { Finding, Where } from '../../src/terms/finding.ts';
import type { HistoryEntry } from '../../src/terms/image.ts';
import type { TarItem } from '../image/tar-writer.ts';
import { imageOf, viewOf } from './inspected.ts';

const status: TarItem = { path: 'var/lib/dpkg/status', body: '' };
const app: TarItem = { path: 'srv/app', body: 'x' };
const layer = (createdBy: string): HistoryEntry => ({ createdBy, emptyLayer: false });
const setting = (createdBy: string): HistoryEntry => ({ createdBy, emptyLayer: true });

describe('layers', () => {
  test.each<readonly [string, readonly TarItem[][], readonly HistoryEntry[] | undefined, readonly string[]]>([
    ['the first layer with a package database is the base', [[status], [app]], undefined, ['base', 'app']],
    [
      'a later layer that installs packages is middleware',
      [[status], [status], [app]],
      undefined,
      ['base', 'middleware', 'app'],
    ],
    [
      'layers before the CMD of the base image are the base',
      [[status], [app], [app]],
      [
        layer('ADD rootfs /'),
        layer('RUN tidy'),
        setting('CMD ["bash"]'),
        layer('COPY app /'),
        setting('CMD ["app"]'),
      ],
      ['base', 'base', 'app'],
    ],
    ['an image from scratch is all application', [[app], [app]], undefined, ['app', 'app']],
  ])('%s', async (_, layers, history, kinds) => {
    const given = { layers, ...(history === undefined ? {} : { config: { history } }) };
    expect(kindsOfLayers(await viewOf(given), imageOf(given))).toEqual(kinds);
  });
});

describe('owners', () => {
  const finding = (where: Where): Finding => ({
    rule: 'a/b',
    severity: 'low',
    subject: 's',
    where,
    message: '',
    because: '',
    fix: '',
    details: { kind: 'fact' },
  });
  const at = (index: number): Finding =>
    finding({ kind: 'layer', path: 'x', layer: index, digest: `sha256:${'0'.repeat(64)}` });

  test('a finding goes to the team of its layer, one about the configuration to that of the application', () => {
    const sections = new Map([
      [
        'images.owners',
        [
          { layers: 'base', team: '@acme/platform' },
          { layers: 'app', team: '@acme/web' },
        ],
      ],
    ]);
    const found = withOwners(
      [at(0), at(1), at(2), finding({ kind: 'image', field: 'config.User' })],
      ['base', 'middleware', 'app'],
      ownersOfPolicy(sections),
    );
    expect(found.map(({ owner }) => owner)).toEqual(['@acme/platform', undefined, '@acme/web', '@acme/web']);
  });

  test('a policy without the sections names no owners and trusts any registry', () => {
    expect(ownersOfPolicy(new Map())).toEqual([]);
    expect(trustOfPolicy(new Map())).toEqual({
      registries: [],
      origins: [],
      keys: [],
      ownLibraries: [],
      bases: [],
    });
  });
});
