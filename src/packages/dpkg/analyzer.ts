// What is kept of dpkg's files: the status, who owns which path, what is diverted, and the names of licences.
import type { Analyzer, Json } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { readLicenses } from './copyright.ts';
import { type ReadStatus, readStatus } from './status.ts';

export const statusPath = 'var/lib/dpkg/status';
export const statusFolder = 'var/lib/dpkg/status.d/';
export const infoFolder = 'var/lib/dpkg/info/';
export const diversionsPath = 'var/lib/dpkg/diversions';
export const docFolder = 'usr/share/doc/';

const statusCeiling = 64 * 1024 * 1024;
const listCeiling = 16 * 1024 * 1024;
const copyrightCeiling = 1024 * 1024;

export const dpkgAnalyzer: Analyzer = {
  id: 'dpkg',
  version: 2,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file') return undefined;
    if (path.startsWith(docFolder)) {
      if (!path.endsWith('/copyright') || entry.size > copyrightCeiling) return undefined;
      return wholeBody(entry, copyrightCeiling, sink, (body) => {
        const names = readLicenses(body.toString('utf8'));
        if (names !== undefined && names.length > 0) sink.fact(names);
      });
    }
    if (!path.startsWith('var/lib/dpkg/')) return undefined;
    if (path === statusPath) {
      return wholeBody(entry, statusCeiling, sink, (body) =>
        sink.fact(statusJson(readStatus(body.toString('utf8'), 'status'))),
      );
    }
    if (path === diversionsPath) {
      return entry.size === 0
        ? undefined
        : wholeBody(entry, listCeiling, sink, (body) => sink.fact(diverted(body.toString('utf8'))));
    }
    if (path.startsWith(statusFolder)) {
      const read = path.endsWith('.md5sums')
        ? (text: string): Json => ownedBySums(text)
        : (text: string): Json => statusJson(readStatus(text, 'status.d'));
      return wholeBody(entry, listCeiling, sink, (body) => sink.fact(read(body.toString('utf8'))));
    }
    if (path.startsWith(infoFolder) && path.endsWith('.list')) {
      return wholeBody(entry, listCeiling, sink, (body) => sink.fact(ownedByList(body.toString('utf8'))));
    }
    return undefined;
  },
};

function statusJson({ rows, absent, broken }: ReadStatus): Json {
  return { rows, absent, ...(broken === undefined ? {} : { broken }) };
}

/** Paths one a line without the leading slash; a line that the next one goes on from is a directory. */
function ownedByList(text: string): string {
  const lines = text.split('\n');
  return lines
    .filter((line, i) => line.length > 2 && line[0] === '/' && !lines[i + 1]?.startsWith(`${line}/`))
    .map((line) => line.slice(1))
    .join('\n');
}

/** `md5sum` output: 32 hex digits, two spaces, path. */
function ownedBySums(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^[0-9a-f]{32} [ *]/.test(line))
    .map((line) => line.slice(34).replace(/^(?:\.?\/)+/, ''))
    .join('\n');
}

/** Three a diversion: path, path it is diverted to, package whose own file stays; `:` for the administrator's. */
function diverted(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.slice(0, 3 * Math.floor(lines.length / 3)).map((line) => line.replace(/^\//, ''));
}
