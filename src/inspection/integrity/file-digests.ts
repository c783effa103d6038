// Digests of the files that a package may own, taken as they stream past.
import type { Analyzer, Entry, FactSink, ToFact } from '../../image/analyzer.ts';
import type { FileDigestAlgorithm } from '../../packages/owned-digest.ts';
import { isVerifiedPath } from '../../packages/verified-paths.ts';

/** Places where no distribution's package puts files that are run. */
const foreign =
  /^(?:app|data|dev|home|media|mnt|proc|root|run|srv|sys|tmp|workspace|usr\/local|var\/(?:cache|log|tmp|spool|mail|lib\/(?:apt|dpkg|rpm|dnf|yum|pgsql|postgresql|mysql)))\//;

/** Paths that tell which package manager's digests a layer's files will be held against. */
const evidence: readonly (readonly [RegExp, FileDigestAlgorithm])[] = [
  [/^(?:etc\/debian_version$|etc\/apt\/|etc\/dpkg\/|var\/lib\/dpkg\/)/, 'md5'],
  [/^(?:etc\/apk\/|etc\/alpine-release$|(?:usr\/)?lib\/apk\/)/, 'sha1'],
  [
    /^(?:etc\/(?:rpm|dnf|yum\.repos\.d|zypp|redhat-release|pki\/rpm-gpg)|var\/lib\/rpm|usr\/lib\/sysimage\/rpm)/,
    'sha256',
  ],
];

const all: readonly FileDigestAlgorithm[] = ['md5', 'sha1', 'sha256'];

/** What a layer showed so far; its sink stands for it. A layer without evidence gets every digest. */
const seen = new WeakMap<FactSink, Set<FileDigestAlgorithm>>();

/** Facts: one text, `md5:<hex> sha256:<hex>`. */
export const fileDigestAnalyzer: Analyzer = {
  id: 'file-digests',
  version: 1,
  open(entry, sink) {
    const algorithms = algorithmsFor(entry, sink);
    if (entry.type !== 'file' || entry.size === 0) return undefined;
    if (foreign.test(entry.path) || !isVerifiedPath(entry.path)) return undefined;
    return sink.digests(entry.size, algorithms.size === 0 ? all : [...algorithms], toFact);
  },
};

function algorithmsFor({ path }: Entry, sink: FactSink): ReadonlySet<FileDigestAlgorithm> {
  let known = seen.get(sink);
  if (known === undefined) {
    known = new Set();
    seen.set(sink, known);
  }
  if (known.size < all.length && /^(?:etc|var|usr\/lib|lib)\//.test(path)) {
    for (const [pattern, algorithm] of evidence) if (pattern.test(path)) known.add(algorithm);
  }
  return known;
}

const toFact: ToFact = (hex, algorithms) =>
  algorithms.map((name, index) => `${name}:${hex[index] ?? ''}`).join(' ');
