// Packages that try a bill of materials: licences of every kind, hostile names, one package twice.
import type { Package } from '../../src/terms/package.ts';
import { hostile } from '../report/hostile.ts';
import { libssl, lodash, openssl } from '../report/sample.ts';

export const licensed = (licenses: readonly string[], index = 0): Package => ({
  ...lodash,
  purl: `pkg:npm/lodash@4.17.${index}`,
  version: `4.17.${index}`,
  licenses,
});

export const varied: readonly Package[] = [
  openssl,
  libssl,
  lodash,
  { ...lodash, path: 'srv/other/package.json' },
  licensed(['(MIT OR Apache-2.0)'], 1),
  licensed(['GPLv2+ and BSD'], 2),
  licensed(['MIT', 'ISC'], 3),
  licensed(['Permission is granted to…'], 4),
  licensed(['GPL-2.0-only WITH Classpath-exception-2.0'], 5),
  ...hostile.map(
    (text, index): Package => ({
      ...licensed([text], 100 + index),
      name: text,
      version: text,
      vendor: text,
      path: text,
      source: { name: text, version: text },
    }),
  ),
];
