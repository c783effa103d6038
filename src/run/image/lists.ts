// Images that a build says it made: Bake's metadata, its resolved definition, a Compose file.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../../gate/yaml-tree.ts';
import { parseStrictJson } from '../../oci/strict-json.ts';
import { UserError } from '../../terms/errors.ts';
import { ContentError } from '../../terms/refusal.ts';

/** `docker buildx bake --metadata-file`: one member a target. */
const built = z.object({
  'image.name': z.string().optional(),
  'containerimage.digest': z.string().optional(),
});

/** `docker buildx bake --print`, and a definition that is JSON: exporters as text or as an object. */
const exporter = z.union([z.string(), z.record(z.string(), z.unknown())]);
const definition = z.object({
  target: z.record(
    z.string(),
    z.object({ tags: z.array(z.string()).default([]), output: z.array(exporter).default([]) }),
  ),
});

const compose = z.object({ services: z.record(z.string(), z.object({ image: z.string().optional() })) });

const ceiling = 4 * 1024 * 1024;

/** Objects whose keys a user chooses. */
const usersOwn = new Set(['args', 'labels', 'contexts', 'target', 'group']);

/** `bake:FILE` or `compose:FILE` as references; undefined for anything else. Errors: `UserError` for what cannot be read. */
export function readImageList(reference: string, directory: string): readonly string[] | undefined {
  const [, kind, file] = /^(bake|compose):(.+)$/.exec(reference) ?? [];
  if (kind === undefined || file === undefined) return undefined;
  const text = readText(file, directory);
  const images = kind === 'bake' ? readBake(text, file) : readCompose(text, file);
  if (images.length > 0) return images;
  throw refused(
    file,
    'it names no image',
    'Give its targets or services tags, or name the images themselves.',
  );
}

function readBake(text: string, file: string): readonly string[] {
  const document = parseJson(text, file);
  const plan = definition.safeParse(document);
  if (plan.success) return Object.entries(plan.data.target).map(([name, one]) => planned(name, one, file));
  const members = z.record(z.string(), z.unknown()).safeParse(document).data ?? {};
  return Object.entries(members).flatMap(([name, value]) => {
    const { data } = built.safeParse(value);
    const [image = ''] = data?.['image.name']?.split(',') ?? [];
    const digest = data?.['containerimage.digest'];
    // Members of the build as a whole, such as `buildx.build.warnings`, are no targets.
    if (data === undefined || (image === '' && digest === undefined)) return [];
    if (image !== '' && digest !== undefined) return [`${image.trim()}@${digest}`];
    throw refused(
      file,
      `the target ${name} has no ${digest === undefined ? 'digest' : 'name'}`,
      fixes.unnamed,
    );
  });
}

/** Where the target was written to: a layout or archive before a registry. */
function planned(
  name: string,
  { tags, output }: z.infer<typeof definition>['target'][string],
  file: string,
): string {
  for (const one of output.map(fieldsOf)) {
    const [type, dest] = [one.get('type'), one.get('dest')];
    if (dest === undefined) continue;
    if (type === 'oci') return `${one.get('tar') === 'false' ? 'oci' : 'oci-archive'}:${dest}`;
    if (type === 'docker') return `docker-archive:${dest}`;
  }
  const [tag] = tags;
  if (tag !== undefined) return tag;
  throw refused(file, `the target ${name} has neither a tag nor an output`, fixes.unnamed);
}

function fieldsOf(output: z.infer<typeof exporter>): ReadonlyMap<string, string> {
  if (typeof output !== 'string')
    return new Map(Object.entries(output).map(([key, value]) => [key, String(value)]));
  return new Map(
    output.split(',').map((pair): [string, string] => {
      const [key = '', ...rest] = pair.split('=');
      return [key.trim(), rest.join('=').trim()];
    }),
  );
}

/** A service without an image would be left out silently; variables are Compose's to fill in. */
function readCompose(text: string, file: string): readonly string[] {
  const parsed = compose.safeParse(readYaml(text, file, 'usage').value);
  if (!parsed.success) throw refused(file, 'it has no services', 'Name a Compose file.');
  return Object.entries(parsed.data.services).map(([name, { image }]) => {
    if (image === undefined) throw refused(file, `the service ${name} has no image`, fixes.unnamed);
    if (image.includes('$')) throw refused(file, `the image of ${name} has a variable`, fixes.resolved);
    return image;
  });
}

const fixes = {
  unnamed: 'Give it one, or name the images themselves.',
  resolved: 'Write what `docker compose config` prints into a file, and name that.',
} as const;

function parseJson(text: string, file: string): unknown {
  try {
    return parseStrictJson(new TextEncoder().encode(text), {
      what: 'bake file',
      bytes: ceiling,
      freeMaps: usersOwn,
    });
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    const fix = 'HCL is not read: name the --metadata-file, or what `docker buildx bake --print` writes.';
    throw refused(file, error.message, fix, error);
  }
}

function readText(file: string, directory: string): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch (cause) {
    throw refused(file, 'it cannot be read', 'Name a readable file.', cause);
  }
}

function refused(file: string, why: string, fix: string, cause?: unknown): UserError {
  return new UserError('reference', `${file} gives no images: ${why}`, fix, { at: { file }, cause });
}
