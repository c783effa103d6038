// Helm releases whose manifests were rendered: what they install takes the place of what could not be seen.
import { logicalName } from './pulumi-resource.ts';
import type { OpaqueThing, Resource } from './resource.ts';
import { buildStack, type Stack } from './stack.ts';
import { textAt } from './typed.ts';

/** Names by which a stack's releases can be called. */
export function releasesOf({ opaque }: Stack): readonly string[] {
  return opaque.flatMap((thing) => (isRelease(thing) ? [nameOf(thing)] : []));
}

/** Release, by URN or logical name → its manifests. Names of no release of the stack change nothing. */
export function withRendered(stack: Stack, rendered: ReadonlyMap<string, Stack>): Stack {
  if (rendered.size === 0) return stack;
  const resources = [stack.resources];
  const opaque: (readonly OpaqueThing[])[] = [];
  const seen = [...(stack.rendered ?? [])];
  for (const thing of stack.opaque) {
    const manifests = isRelease(thing)
      ? (rendered.get(urnOf(thing)) ?? rendered.get(nameOf(thing)))
      : undefined;
    if (manifests === undefined) {
      opaque.push([thing]);
      continue;
    }
    if (manifests.resources.length === 0 && manifests.opaque.length === 0) {
      opaque.push([{ ...thing, reason: 'the folder of its rendered manifests holds none' }]);
      continue;
    }
    seen.push(nameOf(thing));
    resources.push(manifests.resources.map((resource) => installed(resource, thing)));
    opaque.push(manifests.opaque);
  }
  return { ...buildStack(resources.flat(), opaque.flat(), stack.foreign), rendered: seen };
}

/** Charts seldom name the namespace that they are installed in. */
function installed(resource: Resource, { namespace }: OpaqueThing): Resource {
  if (namespace === undefined || resource.namespace !== 'default') return resource;
  const own = textAt(resource.tree, ['metadata', 'namespace']);
  return own.kind === 'known' && own.value === undefined ? { ...resource, namespace } : resource;
}

function isRelease({ what }: OpaqueThing): boolean {
  return /^kubernetes:helm\.sh\/v\d\w*:Release$/.test(what);
}

function urnOf({ source }: OpaqueThing): string {
  return source.kind === 'urn' ? source.urn : '';
}

function nameOf(thing: OpaqueThing): string {
  return logicalName(urnOf(thing));
}
