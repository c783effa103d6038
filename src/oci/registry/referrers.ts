// Referrers of a manifest: the API where the registry has it, the fallback tag where not (OCI distribution §Referrers).
import { readWhole } from '../../http/chunks.ts';
import { statusError } from '../../http/failures.ts';
import { followedUrl } from '../../http/redirect.ts';
import { type Digest, digestAlgorithm, digestHex, shortDigest } from '../../terms/digest.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';
import type { Descriptor, WireDescriptor } from '../descriptor.ts';
import { type IndexDocument, parseDocument } from '../document.ts';
import { mediaTypes } from '../media-types.ts';
import { selectReferrers } from '../referrer-entry.ts';
import { documentCeiling } from '../strict-json.ts';
import { digestOf } from '../verification.ts';
import { putManifest } from './manifest-upload.ts';
import { contentType, fetchDocument, type RepositoryLine } from './repository.ts';
import { nextPage } from './tag-list.ts';

const pageCeiling = 100;
const noteAttempts = 12;

/** `sha256-HEX`, the tag of the fallback index. */
export function fallbackTag(subject: Digest): string {
  return `${digestAlgorithm(subject)}-${digestHex(subject).slice(0, 64)}`;
}

async function fallbackIndex(line: RepositoryLine, subject: Digest): Promise<IndexDocument | undefined> {
  try {
    const document = await fetchDocument(line, fallbackTag(subject));
    if (document.kind === 'index') return document;
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  }
  const message = `the tag ${fallbackTag(subject)} of ${line.name} is no index of referrers`;
  throw new ContentError({ code: 'media-type', what: 'index', message });
}

/** Entries by the API; undefined when the registry has none. */
async function byApi(line: RepositoryLine, subject: Digest): Promise<readonly WireDescriptor[] | undefined> {
  const entries: WireDescriptor[] = [];
  let url = line.url(`referrers/${subject}`);
  for (let page = 0; page < pageCeiling; page += 1) {
    const response = await line.session.send(
      { url, headers: { accept: mediaTypes.ociIndex } },
      { actions: 'pull' },
    );
    const type = contentType(response);
    if (response.status === 404 || (response.status === 200 && type !== mediaTypes.ociIndex)) {
      response.discard();
      return undefined;
    }
    if (response.status !== 200) {
      response.discard();
      throw statusError(response.url, response.status, `cannot list what refers to ${shortDigest(subject)}`);
    }
    const bytes = await readWhole(response.body, documentCeiling, (ceiling) => {
      const message = `the list of referrers of ${shortDigest(subject)} has more than ${ceiling} bytes`;
      return new ContentError({ code: 'ceiling', what: 'index', message });
    });
    const document = parseDocument(bytes, digestOf(bytes), mediaTypes.ociIndex);
    if (document.kind === 'index') entries.push(...document.manifests);
    const next = nextPage(response.header('link'));
    if (next === undefined) return entries;
    url = followedUrl(next, response.url, response.onward);
  }
  const fix = 'Ask whoever runs the registry; its pages do not end.';
  throw new OutsideError('protocol', `the referrers of ${shortDigest(subject)} lead in a circle`, fix);
}

/** Everything listed for a subject, by API and by fallback tag: a registry that gained the API keeps old tags. */
export async function listReferrers(
  line: RepositoryLine,
  subject: Digest,
  artifactType?: string,
): Promise<readonly WireDescriptor[]> {
  const [listed, tagged] = await Promise.all([byApi(line, subject), fallbackIndex(line, subject)]);
  return selectReferrers([...(listed ?? []), ...(tagged?.manifests ?? [])], artifactType);
}

/** What the index shall hold: these referrers, and none of those that were dropped. */
interface Change {
  readonly referrers: readonly WireDescriptor[];
  readonly dropped: ReadonlySet<Digest>;
}

function changed(index: IndexDocument | undefined, { referrers, dropped }: Change): Buffer {
  const kept = (index?.manifests ?? []).filter(({ digest }) => !dropped.has(digest));
  const manifests = selectReferrers([...kept, ...referrers], undefined);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }));
}

function holds(entries: readonly Descriptor[], { referrers, dropped }: Change): boolean {
  const there = new Set(entries.map(({ digest }) => digest));
  return (
    referrers.every(({ digest }) => there.has(digest)) && ![...dropped].some((digest) => there.has(digest))
  );
}

/** What another writer put there in the same moment is seen by the next reading. */
async function putUnlessRaced(line: RepositoryLine, index: Buffer, tag: string): Promise<void> {
  try {
    await putManifest(line, index, mediaTypes.ociIndex, tag);
  } catch (error) {
    if (!(error instanceof OutsideError && error.code === 'conflict')) throw error;
  }
}

/** Adds referrers to the fallback index unless the API lists them; repeated until a reading holds them all. */
export async function noteReferrers(
  line: RepositoryLine,
  subject: Digest,
  referrers: readonly WireDescriptor[],
  dropped: readonly Digest[] = [],
): Promise<void> {
  const listed = await byApi(line, subject);
  const change = { referrers, dropped: new Set(dropped) };
  if (listed !== undefined && holds(listed, { referrers, dropped: new Set() })) {
    // The API lists what is there; only an index from the time before it may still name what was dropped.
    const old = dropped.length === 0 ? undefined : await fallbackIndex(line, subject);
    if (old === undefined || holds(old.manifests, { referrers: [], dropped: change.dropped })) return;
  }
  for (let attempt = 0; attempt < noteAttempts; attempt += 1) {
    const index = await fallbackIndex(line, subject);
    if (holds(index?.manifests ?? [], change)) return;
    // Another writer may have replaced our update: wait a little and put ours on top of theirs.
    if (attempt > 0) await line.options.client.pause(attempt - 1, line.options.signal);
    await putUnlessRaced(line, changed(index, change), fallbackTag(subject));
  }
  const index = await fallbackIndex(line, subject);
  if (holds(index?.manifests ?? [], change)) return;
  throw new OutsideError(
    'conflict',
    `the index of referrers of ${shortDigest(subject)} at ${line.name} does not keep what is added`,
    'Let one writer at a time sign this image, then run again.',
    { retryable: true },
  );
}
