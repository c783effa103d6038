// Images that Bake made or would make: the metadata of a build, or its definition in HCL or JSON.
import { z } from 'zod';
import { parseStrictJson } from '../../../oci/strict-json.ts';
import { ContentError } from '../../../terms/refusal.ts';
import { type Definition, definitionOfHcl, definitionOfJson, mergeDefinitions } from './bake-definition.ts';
import { type BakeTarget, bakeTargets, type Environment } from './bake-targets.ts';
import { refused } from './refused.ts';

export interface ListFile {
  readonly file: string;
  readonly text: string;
}

/** `docker buildx bake --metadata-file`: one member a target. */
const built = z.object({
  'image.name': z.string().optional(),
  'containerimage.digest': z.string().optional(),
});

const ceiling = 4 * 1024 * 1024;

/** Objects whose keys a user chooses. */
const usersOwn = new Set(['args', 'labels', 'contexts', 'target', 'group', 'variable']);

const unnamed = 'Give it one, or name the images themselves.';

/** `wanted`: what is built of a definition; empty: its `default`. Errors: `UserError` with the line. */
export function readBake(
  files: readonly ListFile[],
  wanted: readonly string[],
  environment: Environment,
): readonly string[] {
  const read = files.map((one) => readOne(one));
  const definitions = read.flatMap((one) => ('definition' in one ? [one.definition] : []));
  const [first = { file: '' }] = files;
  const planned =
    definitions.length === 0
      ? []
      : bakeTargets(mergeDefinitions(definitions), first.file, wanted, environment).flatMap(referencesOf);
  return [...read.flatMap((one) => ('images' in one ? one.images : [])), ...planned];
}

function readOne({
  file,
  text,
}: ListFile): { readonly definition: Definition } | { readonly images: readonly string[] } {
  if (!text.trimStart().startsWith('{')) return { definition: definitionOfHcl(text, file) };
  const document = parseJson(text, file);
  const definition = definitionOfJson(document, file);
  return definition === undefined ? { images: imagesBuilt(document, file) } : { definition };
}

function imagesBuilt(document: unknown, file: string): readonly string[] {
  const members = z.record(z.string(), z.unknown()).safeParse(document).data ?? {};
  return Object.entries(members).flatMap(([name, value]) => {
    const { data } = built.safeParse(value);
    const [image = ''] = data?.['image.name']?.split(',') ?? [];
    const digest = data?.['containerimage.digest'];
    // Members of the build as a whole, such as `buildx.build.warnings`, are no targets.
    if (data === undefined || (image === '' && digest === undefined)) return [];
    if (image !== '' && digest !== undefined) return [`${image.trim()}@${digest}`];
    throw refused({ file }, `the target ${name} has no ${digest === undefined ? 'digest' : 'name'}`, unnamed);
  });
}

/** Exporters that make no image. */
const noImage = new Set(['cacheonly', 'local', 'tar']);

/** Where the target is written to: a layout, archive or engine before a registry; nowhere, where it makes no image. */
function referencesOf({ name, at, tags, outputs }: BakeTarget): readonly string[] {
  const fields = outputs.map(fieldsOf);
  for (const one of fields) {
    const [type, dest] = [one.get('type'), one.get('dest')];
    if (dest === undefined) continue;
    if (type === 'oci') return [`${one.get('tar') === 'false' ? 'oci' : 'oci-archive'}:${dest}`];
    if (type === 'docker') return [`docker-archive:${dest}`];
  }
  if (fields.length > 0 && fields.every((one) => noImage.has(one.get('type') ?? ''))) return [];
  // Without a file, this exporter loads the image into the engine.
  const place = fields.some((one) => one.get('type') === 'docker') ? 'docker-daemon:' : '';
  const [tag = fields.flatMap((field) => field.get('name') ?? [])[0]] = tags;
  if (tag !== undefined) return [`${place}${tag}`];
  throw refused(at, `the target ${name()} has neither a tag nor an output`, unnamed);
}

/** `type=oci,dest=out`, in quotes where a value holds a comma; a bare path is a folder of files. */
function fieldsOf(output: BakeTarget['outputs'][number]): ReadonlyMap<string, string> {
  if (typeof output !== 'string') return new Map([...output].map(([key, value]) => [key, String(value)]));
  if (!output.includes('=')) return new Map([['type', output === '-' ? 'tar' : 'local']]);
  const pairs = output.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  return new Map(
    pairs.map((pair): [string, string] => {
      const [key = '', ...rest] = pair.replaceAll('"', '').split('=');
      return [key.trim(), rest.join('=').split(',')[0]?.trim() ?? ''];
    }),
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return parseStrictJson(new TextEncoder().encode(text), {
      what: 'bake file',
      bytes: ceiling,
      freeMaps: usersOwn,
    });
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw refused({ file }, error.message, 'Mend the file.', error);
  }
}
