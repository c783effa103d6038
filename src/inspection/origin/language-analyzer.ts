// Keeps what lock files and settings of npm and Python say of where packages come from.
import type { Analyzer } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { languageReader, readLanguageSources } from './language-sources.ts';

const ceiling = 64 * 1024 * 1024;

/** Facts: a list of sources, hosts only, so that no login is kept. */
export const languageSourceAnalyzer: Analyzer = {
  id: 'language-sources',
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file') return undefined;
    const reader = languageReader(entry.path);
    if (reader === undefined) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      const sources = readLanguageSources(reader, body.toString('utf8'));
      if (sources.length > 0) sink.fact(sources.map((one) => ({ ...one })));
    });
  },
};
