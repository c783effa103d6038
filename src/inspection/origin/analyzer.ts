// Keeps what files say of where packages come from: sources, keys, settings of package managers.
import type { Analyzer } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { redactSecrets } from '../secret-search.ts';
import { readSources, sourceKind } from './sources.ts';

const ceiling = 1024 * 1024;

export const originAnalyzer: Analyzer = {
  id: 'origin',
  version: 3,
  open(entry, sink) {
    if (entry.type !== 'file' || !/^(?:etc|usr\/lib\/apt|usr\/share\/keyrings)\//.test(entry.path))
      return undefined;
    const kind = sourceKind(entry.path);
    if (kind === undefined) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      // Addresses of sources may hold a login.
      const sources = readSources(kind, redactSecrets(body.toString('latin1'), 'config:'));
      if (sources.length > 0) sink.fact(sources.map((one) => ({ ...one })));
    });
  },
};
