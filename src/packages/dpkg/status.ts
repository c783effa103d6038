// dpkg's status file: which packages are unpacked in the image (dpkg(1), deb-control(5)).
import type { ReadRows } from '../json-rows.ts';
import { eachParagraph } from './control.ts';

/** Columns of one row: all text, empty where not stated. */
export interface StatusRow {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly sourceName: string;
  readonly sourceVersion: string;
  readonly maintainer: string;
  /** `Pre-Depends` and `Depends`, joined by a comma. */
  readonly depends: string;
  readonly provides: string;
}

/** States in which no file of the package is left but perhaps its configuration. */
const gone: ReadonlySet<string> = new Set(['not-installed', 'config-files']);
const states: ReadonlySet<string> = new Set([
  ...gone,
  'half-installed',
  'unpacked',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
  'installed',
]);

/** What dpkg itself accepts (lib/dpkg/pkg-spec.c): a name that no archive has would match no advisory. */
const packageName = /^[A-Za-z0-9][A-Za-z0-9+._-]*$/;

/** Names of packages that a status file knows in any state, besides the rows of those that are there. */
export interface ReadStatus extends ReadRows {
  readonly absent: readonly string[];
}

/**
 * Reads `status`, or one file of `status.d` where `Status` may be missing (distroless images write none).
 * A half-installed package is there: its files may be run. Broken when a paragraph is cut or a state unknown.
 */
export function readStatus(text: string, layout: 'status' | 'status.d'): ReadStatus {
  const rows: string[][] = [];
  const absent: string[] = [];
  let broken: string | undefined;
  eachParagraph(text, (fields) => {
    const name = fields.get('package') ?? '';
    const stated = fields.get('status') ?? (layout === 'status.d' ? 'install ok installed' : '');
    const state = stated.split(/\s+/)[2] ?? '';
    const version = fields.get('version') ?? '';
    if (gone.has(state) && name !== '') {
      absent.push(name);
      return;
    }
    if (name === '' || !states.has(state) || (version === '' && state !== 'half-installed')) {
      broken ??= `paragraph ${rows.length + absent.length + 1} lacks a name, a state or a version`;
      return;
    }
    const source = /^(\S+)(?:\s+\(([^()]+)\))?$/.exec(fields.get('source') ?? '');
    if (!packageName.test(name) || !packageName.test(source?.[1] ?? name)) {
      broken ??= `paragraph ${rows.length + absent.length + 1} has a name that dpkg does not accept`;
      return;
    }
    rows.push([
      name,
      version,
      fields.get('architecture') ?? '',
      source?.[1] ?? name,
      source?.[2] ?? version,
      fields.get('maintainer') ?? '',
      [fields.get('pre-depends'), fields.get('depends')].filter(Boolean).join(', '),
      fields.get('provides') ?? '',
    ]);
  });
  if (text.includes('\0')) broken ??= 'it holds zero bytes';
  if (layout === 'status' && text !== '' && !text.endsWith('\n')) broken ??= 'its last line is cut';
  return broken === undefined ? { rows, absent } : { rows, absent, broken };
}

export function toStatusRow(row: readonly string[]): StatusRow {
  const [name = '', version = '', architecture = '', sourceName = '', sourceVersion = ''] = row;
  const [maintainer = '', depends = '', provides = ''] = row.slice(5);
  return { name, version, architecture, sourceName, sourceVersion, maintainer, depends, provides };
}
