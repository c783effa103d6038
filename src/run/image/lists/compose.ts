// The images of a Compose file's services: anchors followed, variables filled in, later files over earlier ones.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, YAMLMap } from 'yaml';
import { checkYamlCeilings, policyCeilings } from '../../../gate/yaml-ceilings.ts';
import type { FilePosition } from '../../../terms/errors.ts';
import type { ListFile } from './bake.ts';
import { interpolate } from './interpolation.ts';
import { refused } from './refused.ts';

const resolved = 'Write what `docker compose config` prints into a file, and name that.';

interface Service {
  readonly image?: { readonly text: string; readonly at: FilePosition };
  readonly extends?: FilePosition;
  readonly at: FilePosition;
}

/** `variables`: the environment over the file `.env`. Errors: `UserError` with the line. */
export function readCompose(
  files: readonly ListFile[],
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const services = new Map<string, Service>();
  for (const file of files)
    for (const [name, service] of servicesOf(file)) services.set(name, { ...services.get(name), ...service });
  // A service without an image would be left out silently.
  return [...services].map(([name, { image, extends: base, at }]) => {
    if (image === undefined && base !== undefined) throw refused(base, '`extends` is not read', resolved);
    if (image === undefined)
      throw refused(at, `the service ${name} has no image`, 'Give it one, or name the images themselves.');
    const filled = interpolate(image.text, variables);
    if ('text' in filled && filled.text !== '') return filled.text;
    const why = 'why' in filled ? filled.why : 'it is empty';
    const fix = 'Set the variable in the environment or in the file .env beside it, or give it a default.';
    throw refused(image.at, `the image of ${name}: ${why}`, fix);
  });
}

function servicesOf({ file, text }: ListFile): ReadonlyMap<string, Service> {
  checkYamlCeilings(text, file, 'usage', { ...policyCeilings, aliases: true });
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.2', schema: 'core', lineCounter: lines });
  const [wrong] = document.errors;
  const at = (node: Node | null | undefined): FilePosition =>
    node?.range ? { file, line: lines.linePos(node.range[0]).line } : { file };
  if (wrong !== undefined)
    throw refused(
      { file, line: lines.linePos(wrong.pos[0]).line },
      `it is no YAML: ${wrong.message}`,
      'Mend the line.',
    );
  const follow = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  visit(document, {
    Alias: (_, node) => {
      if (node.resolve(document) === undefined)
        throw refused(at(node), `there is no anchor ${node.source}`, 'Mend the line.');
    },
  });

  /** A field of its own, else of what is merged into it by `<<`, the first of several. */
  function fieldOf(map: YAMLMap, name: string, depth = 0): unknown {
    const own = map.get(name, true);
    if (own !== undefined || depth > policyCeilings.depth) return follow(own);
    const merged = follow(map.get('<<', true));
    const sources = isMap(merged) ? [merged] : isSeq(merged) ? merged.items.map(follow) : [];
    for (const source of sources) {
      const found = source instanceof YAMLMap ? fieldOf(source, name, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  const root = document.contents;
  const services = isMap(root) ? follow(root.get('services', true)) : undefined;
  if (isMap(root) && root.has('include')) throw refused({ file, line: 1 }, '`include` is not read', resolved);
  if (!(services instanceof YAMLMap)) throw refused({ file }, 'it has no services', 'Name a Compose file.');
  const found = new Map<string, Service>();
  for (const pair of services.items) {
    const service = follow(pair.value);
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    const place = at(isScalar(pair.key) ? pair.key : undefined);
    if (!(service instanceof YAMLMap)) throw refused(place, `the service ${name} is no mapping`, 'Mend it.');
    const image = fieldOf(service, 'image');
    const base = fieldOf(service, 'extends');
    found.set(name, {
      at: place,
      ...(isScalar(image) ? { image: { text: String(image.value ?? ''), at: at(image) } } : {}),
      ...(base === undefined ? {} : { extends: place }),
    });
  }
  return found;
}
