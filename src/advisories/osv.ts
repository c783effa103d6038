// Reads OSV records (ossf.github.io/osv-schema 1.7): strict on what is used, blind to the rest.
import { fixDate, triageWords } from './osv-extras.ts';
import type { Advisory, Affected, RangeEvent, SeverityEntry } from './record.ts';

/** Longest record that is read, bytes; the largest seen has 0.4 MB. */
export const recordCeiling = 8 * 1024 * 1024;
const longestText = 16_384;
const mostReferences = 8;

export type ParsedAdvisory = { readonly kind: 'ok'; readonly advisory: Advisory } | Unreadable;

export interface Unreadable {
  readonly kind: 'malformed';
  readonly reason: string;
  /** The text is not even JSON: nothing that it seems to say can be relied on. */
  readonly damaged: boolean;
}

type Fields = { readonly [key: string]: unknown };

class Malformed extends Error {}

/** One record's JSON text. Never throws: what is wrong with it comes back as a sentence. */
export function parseAdvisory(text: string): ParsedAdvisory {
  if (text.length > recordCeiling) {
    return { kind: 'malformed', reason: `has over ${recordCeiling} bytes`, damaged: true };
  }
  try {
    return { kind: 'ok', advisory: readAdvisory(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) {
      const damaged = error instanceof SyntaxError;
      return { kind: 'malformed', reason: error.message.slice(0, 200), damaged };
    }
    throw error;
  }
}

function readAdvisory(value: unknown): Advisory {
  const record = fields(value, 'record');
  const extras = optionalFields(record.database_specific);
  const summary = optionalText(record.summary, 'summary');
  const published = instant(record.published, 'published');
  const withdrawn = instant(record.withdrawn, 'withdrawn');
  const modified = instant(record.modified, 'modified');
  if (modified === undefined) throw new Malformed('modified is missing');
  const word = typeof extras?.severity === 'string' ? extras.severity : undefined;
  const fixReleased = fixDate(extras);
  return {
    id: text(record.id, 'id'),
    modified,
    ...(published === undefined ? {} : { published }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    aliases: texts(record.aliases, 'aliases'),
    related: texts(record.related, 'related'),
    upstream: texts(record.upstream, 'upstream'),
    ...(summary === undefined ? {} : { summary: summary.slice(0, 300) }),
    severity: severities(record.severity, 'severity'),
    ...(word === undefined ? {} : { word }),
    ...(fixReleased === undefined ? {} : { fixReleased }),
    affected: list(record.affected, 'affected').flatMap(readAffected),
    references: list(record.references, 'references')
      .slice(0, mostReferences)
      .flatMap((one) => {
        const url = optionalFields(one)?.url;
        return typeof url === 'string' && url.length <= longestText ? [url] : [];
      }),
  };
}

/** An entry without a package speaks of Git commits only: nothing that an inventory holds. */
function readAffected(value: unknown): Affected[] {
  const entry = fields(value, 'affected[]');
  if (entry.package === undefined || entry.package === null) return [];
  const about = fields(entry.package, 'affected[].package');
  const ranges: (readonly RangeEvent[])[] = [];
  let gitRanges = 0;
  for (const one of list(entry.ranges, 'affected[].ranges')) {
    const range = fields(one, 'affected[].ranges[]');
    if (range.type === 'GIT') gitRanges += 1;
    else if (range.type === 'ECOSYSTEM' || range.type === 'SEMVER') ranges.push(events(range.events));
    else throw new Malformed(`range type ${JSON.stringify(range.type)} is not known`);
  }
  return [
    {
      ecosystem: text(about.ecosystem, 'affected[].package.ecosystem'),
      name: text(about.name, 'affected[].package.name'),
      ranges,
      versions: texts(entry.versions, 'affected[].versions'),
      gitRanges,
      severity: severities(entry.severity, 'affected[].severity'),
      triage: triageWords(optionalFields(entry.ecosystem_specific), optionalFields(entry.database_specific)),
    },
  ];
}

const eventKinds = ['introduced', 'fixed', 'last_affected', 'limit'] as const;

function events(value: unknown): RangeEvent[] {
  const found = list(value, 'events').flatMap((one) => {
    const event = fields(one, 'events[]');
    const kinds = eventKinds.filter((kind) => event[kind] !== undefined);
    if (kinds.length === 0) throw new Malformed('an event says nothing that is known');
    return kinds.map((kind): RangeEvent => ({ kind, version: text(event[kind], `events[].${kind}`) }));
  });
  if (found.length === 0) throw new Malformed('a range has no events');
  return found;
}

function severities(value: unknown, where: string): SeverityEntry[] {
  return list(value, where).map((one) => {
    const entry = fields(one, where);
    return { type: text(entry.type, `${where}.type`), score: text(entry.score, `${where}.score`) };
  });
}

function fields(value: unknown, where: string): Fields {
  const found = optionalFields(value);
  if (found === undefined) throw new Malformed(`${where} is no object`);
  return found;
}

function optionalFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function list(value: unknown, where: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Malformed(`${where} is no list`);
  return value;
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new Malformed(`${where} is no text`);
  if (value.length > longestText) throw new Malformed(`${where} has over ${longestText} characters`);
  return value;
}

function optionalText(value: unknown, where: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new Malformed(`${where} is no text`);
  return value;
}

function texts(value: unknown, where: string): string[] {
  return list(value, where).map((one) => text(one, where));
}

function instant(value: unknown, where: string): string | undefined {
  const found = optionalText(value, where);
  if (found !== undefined && Number.isNaN(Date.parse(found))) throw new Malformed(`${where} is no date`);
  return found;
}
