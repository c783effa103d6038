// The operating system of an image: os-release and the older release files.
import type { Analyzer } from '../image/analyzer.ts';
import { wholeBody } from '../image/analyzer.ts';
import type { ImageView, LayeredFact } from '../image/view.ts';
import type { OperatingSystem } from '../terms/package.ts';
import type { Refusal } from '../terms/refusal.ts';
import { parseOsRelease, parseReleaseFile } from './os-release-text.ts';
import { reachFact, visibleFacts } from './visible-fact.ts';

const ceiling = 65_536;
const olderFiles = ['etc/alpine-release', 'etc/redhat-release', 'etc/debian_version'] as const;

/** Keeps the text of release files; os-release is often a link to a file of another name in another folder. */
export const osReleaseAnalyzer: Analyzer = {
  id: 'os-release',
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file') return undefined;
    if (!entry.path.includes('os-release') && !olderFiles.some((path) => path === entry.path)) {
      return undefined;
    }
    if (!/(?:^|[/-])os-release[^/]*$/.test(entry.path) && !entry.path.startsWith('etc/')) return undefined;
    if (entry.size > ceiling) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => sink.fact(body.toString('utf8')));
  },
};

export interface ReadOperatingSystem {
  /** Absent when nothing says which it is. */
  readonly os?: OperatingSystem;
  readonly refusals: readonly Refusal[];
}

/** Reads which distribution an image says it is (os-release(5)); a statement that others contradict is refused. */
export function readOperatingSystem(view: ImageView): ReadOperatingSystem {
  const facts = visibleFacts(view, osReleaseAnalyzer.id);
  for (const path of ['etc/os-release', 'usr/lib/os-release']) {
    const reached = reachFact(view, facts, path);
    if (reached.kind === 'absent') continue;
    if (reached.kind === 'unread') return { refusals: [refuse(path, `${path} ${reached.reason}`)] };
    const os = fromRelease(reached.fact);
    if (os === undefined) return { refusals: [refuse(path, `${path} names no distribution (no ID)`)] };
    return { os, refusals: contradictions(os, facts) };
  }
  for (const path of olderFiles) {
    const fact = facts.get(path);
    const parsed = fact && parseReleaseFile(path, textOf(fact));
    if (fact && parsed) return { os: { ...parsed, path, layer: fact.layer }, refusals: [] };
  }
  return { refusals: [] };
}

function fromRelease(fact: LayeredFact): OperatingSystem | undefined {
  const parsed = parseOsRelease(textOf(fact));
  return parsed && { ...parsed, path: fact.path, layer: fact.layer };
}

function textOf(fact: LayeredFact): string {
  return typeof fact.data === 'string' ? fact.data : '';
}

/** The release files of the same distribution must agree on the release, or advisories of another one would be asked. */
function contradictions(os: OperatingSystem, facts: ReadonlyMap<string, LayeredFact>): Refusal[] {
  return olderFiles.flatMap((path) => {
    const fact = facts.get(path);
    const other = fact && parseReleaseFile(path, textOf(fact));
    if (other?.id !== os.id || other.versionId === undefined || os.versionId === undefined) return [];
    const parts = os.id === 'alpine' ? 2 : 1;
    if (release(other.versionId, parts) === release(os.versionId, parts)) return [];
    const message = `${os.path} says ${os.id} ${os.versionId}, but ${path} says ${other.versionId}`;
    return [{ code: 'ambiguous' as const, what: 'os-release', path: os.path, message }];
  });
}

function release(version: string, parts: number): string {
  return version.split(/[._]/).slice(0, parts).join('.');
}

function refuse(path: string, message: string): Refusal {
  return { code: 'unreadable-database', what: 'os-release', path, message };
}
