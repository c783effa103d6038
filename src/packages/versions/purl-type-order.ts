// The order of a package's versions, by the type of its purl: which fix is the newest.

import { ContentError } from '../../terms/refusal.ts';
import { versionOrderOf } from './ecosystems.ts';

const ecosystems: ReadonlyMap<string, string> = new Map([
  ['apk', 'Alpine'],
  ['cargo', 'crates.io'],
  ['composer', 'Packagist'],
  ['deb', 'Debian'],
  ['gem', 'RubyGems'],
  ['golang', 'Go'],
  ['maven', 'Maven'],
  ['npm', 'npm'],
  ['nuget', 'NuGet'],
  ['pub', 'Pub'],
  ['pypi', 'PyPI'],
  ['rpm', 'Red Hat'],
]);

/** Negative when `left` is older; 0 for a type without an order, and for text that the order refuses. */
export function compareVersions(type: string, left: string, right: string): number {
  const order = versionOrderOf(ecosystems.get(type) ?? '');
  if (order === undefined) return 0;
  try {
    return order.compare(left, right);
  } catch (error) {
    if (error instanceof ContentError) return 0;
    throw error;
  }
}
