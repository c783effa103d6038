// Manifest files → resources: multi-document YAML, JSON, Lists; ceilings and errors with file and line.
import { UserError } from '../../src/terms/errors.ts';
import { recipes } from '../data/installers.ts';
import { ownKinds } from '../data/own-kinds.ts';
import { jsonFault } from './json-guard.ts';
import { describePlace, lineInDocument } from './position.ts';
import {
  describeResource,
  type OpaqueThing,
  type Resource,
  resourceOf,
  type SourceDocument,
  typeName,
} from './resource.ts';
import { type Actions, actionsOf, mayBeTemplate, withoutActions } from './templated.ts';
import { at, child, formatPath, isList, isMap, type Path, type Tree, type TreeMap } from './tree.ts';
import { textOr } from './typed.ts';
import { yamlCeilings } from './yaml-guard.ts';
import { readYaml } from './yaml-reader.ts';

export const manifestCeiling = 64 * 1024 * 1024;

export interface ManifestFile {
  /** Name for messages, as the user wrote it. */
  readonly file: string;
  readonly text: string;
  /** Why nothing of it could be read; absent where `text` is all of it. */
  readonly unseen?: string;
}

export interface Manifests {
  readonly resources: readonly Resource[];
  /** Files that could not be read, templates that are not rendered, documents that are no Kubernetes resources, and kinds that there are not. */
  readonly opaque: readonly OpaqueThing[];
}

/** Throws `UserError` `manifest` with file and line for broken, too large, too deep or ambiguous text. */
export function readManifests(files: readonly ManifestFile[]): Manifests {
  const resources: Resource[] = [];
  const opaque: OpaqueThing[] = [];
  for (const { file, text, unseen } of files) {
    if (unseen !== undefined) {
      const document = { file, text, firstLine: 1 };
      opaque.push({ what: file, reason: unseen, source: { kind: 'file', file, document, prefix: [] } });
      continue;
    }
    if (text.length > manifestCeiling) {
      throw new UserError(
        'manifest',
        `${file} is larger than ${manifestCeiling / 1024 / 1024} MiB`,
        'Split it into smaller files.',
        { at: { file } },
      );
    }
    for (const { document, tree } of documentsOf(file, text)) {
      const source = { kind: 'file' as const, file, document, prefix: [] };
      if (tree === undefined) {
        opaque.push({ what: file, reason: unrendered, source });
        continue;
      }
      if (tree === null) continue;
      const parts = partsOf(tree, document);
      resources.push(...parts.resources);
      for (const { tree: part, prefix } of parts.strange) {
        const reason = text.includes('\0')
          ? 'not written in UTF-8'
          : parts.actions === 'none'
            ? strangeBecause(file, part)
            : unrendered;
        opaque.push({
          what: placeIn(document, prefix),
          reason: prefix.length === 0 ? reason : `${formatPath(prefix)}: ${reason}`,
          source: { ...source, prefix },
        });
      }
    }
  }
  const isUnseen = (one: Resource): boolean => isMisnamed(one) || recipes.has(typeName(one));
  const misnamed = resources.filter(isMisnamed);
  return {
    resources: resources.filter((resource) => !isUnseen(resource)),
    opaque: [...opaque, ...misnamed.map(misnamedThing), ...resources.flatMap(recipeThing)],
  };
}

/** Files of tools that need no kind: https://helm.sh/docs/topics/charts/, and kustomizations. */
const recipeFiles = [
  [/(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/, recipes.get('kustomize.config.k8s.io/Kustomization') ?? ''],
  [/(?:^|\/)(?:Chart|values)\.ya?ml$/, 'of a Helm chart: name what `helm template` prints of it'],
] as const;

/** Why a document is no resource: what is missing, where it looks like one. */
function strangeBecause(file: string, tree: Tree): string {
  const recipe = recipeFiles.find(([name]) => name.test(file));
  if (recipe !== undefined) return recipe[1];
  const missing = isMap(tree)
    ? ['apiVersion', 'kind'].filter((key) => textOr(tree, [key]) === undefined)
    : [];
  return missing.length === 1
    ? `no Kubernetes resource without ${missing.join()}`
    : 'not a Kubernetes resource';
}

/** A kind that its group does not have: no rule would look at it, and no cluster takes it. */
function isMisnamed({ group, kind }: Resource): boolean {
  return ownKinds.get(group)?.has(kind) === false;
}

function misnamedThing(resource: Resource): OpaqueThing {
  const { apiVersion, kind, source } = resource;
  const what = source.kind === 'file' ? source.file : describeResource(resource);
  return { what, reason: `${apiVersion} has no kind ${kind}: check how it is spelled`, source };
}

function recipeThing(resource: Resource): readonly OpaqueThing[] {
  const reason = recipes.get(typeName(resource));
  const { source } = resource;
  if (reason === undefined || source.kind !== 'file') return [];
  return [{ what: source.file, reason, source }];
}

interface ReadDocument {
  readonly document: SourceDocument;
  readonly tree: Tree | undefined;
}

function documentsOf(file: string, text: string): readonly ReadDocument[] {
  return /^\s*[{[]/.test(text) ? (readJson(file, text) ?? readYaml(file, text)) : readYaml(file, text);
}

/** `undefined` when the text is no single JSON value: YAML's flow style begins alike. */
function readJson(file: string, text: string): readonly ReadDocument[] | undefined {
  const fault = jsonFault(text, yamlCeilings.depth);
  try {
    const tree: Tree = JSON.parse(text);
    if (fault !== undefined) {
      const line = text.slice(0, fault.offset).split('\n').length;
      throw new UserError('manifest', `${file}:${line}: ${fault.message}`, 'Correct the file.', {
        at: { file, line },
      });
    }
    return [{ document: { file, text, firstLine: 1 }, tree }];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `web.yaml`, or with the line where that says more. */
function placeIn(document: SourceDocument, prefix: Path): string {
  const line = prefix.length === 0 ? document.firstLine : lineInDocument(document, prefix);
  return line === 1 ? document.file : `${document.file}:${line}`;
}

const unrendered = 'a Helm template that is not rendered';

interface Parts {
  readonly actions: Actions;
  readonly resources: Resource[];
  /** What stands where a resource should. */
  readonly strange: { readonly tree: Tree; readonly prefix: Path }[];
}

function partsOf(tree: Tree, document: SourceDocument): Parts {
  const parts: Parts = { actions: actionsOf(document.text), resources: [], strange: [] };
  collect(tree, document, [], parts);
  // A list of other things is one thing.
  return isList(tree) && parts.resources.length === 0 ? { ...parts, strange: [{ tree, prefix: [] }] } : parts;
}

/** A List, at any depth, stands for its items; items of a typed list (`PodList`) take their type from it. */
function collect(tree: Tree, document: SourceDocument, prefix: Path, into: Parts): void {
  if (isList(tree) && tree.length > 0) {
    for (const [index, item] of tree.entries()) collect(item, document, [...prefix, index], into);
    return;
  }
  if (isMap(tree) && isItemList(tree)) {
    const itemKind = textOr(tree, ['kind'])?.slice(0, -'List'.length) ?? '';
    const apiVersion = textOr(tree, ['apiVersion']) ?? '';
    const items = child(tree, 'items') ?? [];
    if (!isList(items)) into.strange.push({ tree: items, prefix: [...prefix, 'items'] });
    for (const [index, item] of isList(items) ? items.entries() : []) {
      const typed: Tree =
        itemKind !== '' && isMap(item) && !Object.hasOwn(item, 'kind')
          ? { ...item, kind: itemKind, apiVersion }
          : item;
      collect(typed, document, [...prefix, 'items', index], into);
    }
    return;
  }
  const source = { kind: 'file', file: document.file, document, prefix } as const;
  const resource =
    into.actions === 'none'
      ? resourceOf(tree, source)
      : resourceOf(
          withoutActions(tree, into.actions),
          source,
          typeOf(tree),
          textOr(tree, ['metadata', 'name']),
        );
  if (resource === undefined) {
    into.strange.push({ tree, prefix });
    return;
  }
  refuseOtherTypes(resource);
  into.resources.push(resource);
}

/** What a template says it is, where no action says it. */
function typeOf(tree: Tree): { apiVersion: string; kind: string; patch: boolean } | undefined {
  const apiVersion = textOr(tree, ['apiVersion']) ?? '';
  const kind = textOr(tree, ['kind']) ?? '';
  if (apiVersion === '' || kind === '' || mayBeTemplate(apiVersion + kind)) return undefined;
  return { apiVersion, kind, patch: false };
}

/** A custom resource may have a kind of that ending, and no items. */
function isItemList(tree: TreeMap): boolean {
  return /^\w*List$/.test(textOr(tree, ['kind']) ?? '') && Object.hasOwn(tree, 'items');
}

/** Clients refuse a name that is no text; taken as its spelling, `namespace: n` would be the namespace `false`. */
function refuseOtherTypes(resource: Resource): void {
  for (const key of ['name', 'namespace']) {
    const found = at(resource.tree, ['metadata', key]);
    const value = found.kind === 'known' ? found.value : undefined;
    if (typeof value !== 'boolean' && typeof value !== 'number') continue;
    throw new UserError(
      'manifest',
      `${describePlace(resource, ['metadata', key])}: metadata.${key} is read as ${value}, which is no text`,
      'Put it in quotes: YAML reads y, n, yes, no, on and off as true and false.',
    );
  }
}
