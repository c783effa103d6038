// The digests that dpkg keeps of a package's files: `info/*.md5sums`, and the configuration files of `status`.
import type { Analyzer } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { isVerifiedPath } from '../verified-paths.ts';
import { infoFolder, statusFolder, statusPath } from './analyzer.ts';
import { eachParagraph } from './control.ts';

const ceiling = 64 * 1024 * 1024;

/** Facts: one text, one line a file, `<32 hex digits> <path>`; of `status`, with the package's name between. */
export const dpkgSumsAnalyzer: Analyzer = {
  id: 'dpkg-sums',
  version: 1,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || !path.startsWith('var/lib/dpkg/')) return undefined;
    if (path === statusPath) {
      return wholeBody(entry, ceiling, sink, (body) => sink.fact(configurationSums(body.toString('utf8'))));
    }
    if (!path.endsWith('.md5sums')) return undefined;
    if (!path.startsWith(infoFolder) && !path.startsWith(statusFolder)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => sink.fact(verifiedSums(body.toString('utf8'))));
  },
};

function verifiedSums(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^[0-9a-f]{32} [ *]/.test(line))
    .map((line) => [line.slice(0, 32), line.slice(34).replace(/^(?:\.?\/)+/, '')] as const)
    .filter(([, path]) => isVerifiedPath(path))
    .map(([sum, path]) => `${sum} ${path}`)
    .join('\n');
}

/** `Conffiles` (dpkg(1)): path, MD5, and perhaps `obsolete` or `remove-on-upgrade`, one a line. */
function configurationSums(text: string): string {
  const lines: string[] = [];
  eachParagraph(text, (fields) => {
    const name = fields.get('package') ?? '';
    if (/ (?:not-installed|config-files)$/.test(fields.get('status') ?? '')) return;
    for (const line of (fields.get('conffiles') ?? '').split('\n')) {
      const [, path, sum] = /^\/(.+?) ([0-9a-f]{32})(?: [a-z-]+)*$/.exec(line.trim()) ?? [];
      if (path !== undefined && !/ obsolete| remove-on/.test(line)) lines.push(`${sum} ${name} ${path}`);
    }
  });
  return lines.join('\n');
}
