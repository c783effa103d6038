// Matches 600 packages of Debian against the store or the dump at a path, and prints the seconds that it took.
import { openDump } from '../../../src/advisories/dump-source.ts';
import { matchPackages } from '../../../src/advisories/match.ts';
import { openStore } from '../../../src/advisories/store.ts';

const [kind, path = '', ...names] = process.argv.slice(2);
const system = { id: 'debian', idLike: [], versionId: '12', path: 'etc/os-release', layer: 0 };
// Newer than every fix: what is measured is finding and judging, not the writing of findings.
const version = '99:1';
const packages = names.map((name) => ({
  purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}`,
  type: 'deb',
  name,
  version,
  path: 'var/lib/dpkg/status',
  layer: 0,
}));
const started = performance.now();
const source = kind === 'store' ? openStore(path) : openDump(path);
const matching = await matchPackages(packages, system, source, { asOf: new Date(), layers: [] });
await source.close();
if (matching.uncovered.length > 0) throw new Error('the store holds no advisories of Debian 12');
process.stdout.write(`${(performance.now() - started) / 1000}\n`);
