// Helm releases with their rendered manifests read from where the command line or the policy says they are.
import { isAbsolute, join } from 'node:path';
import { releasesOf, withRendered } from '../../../policy-pack/model/rendered.ts';
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { UserError } from '../../terms/errors.ts';
import { readStackFiles } from './files.ts';

/** Errors: `UserError` when the stack has no such release, and those of reading. `option` is what named them. */
export function withReleases(stack: Stack, paths: ReadonlyMap<string, string>, option = '--rendered'): Stack {
  const known = namesIn(stack);
  for (const name of paths.keys()) {
    if (known.has(name)) continue;
    const names = releasesOf(stack);
    throw new UserError(
      'not-found',
      `the stack has no Helm release ${name}`,
      names.length === 0 ? `Leave ${option} out.` : `Name one of ${names.join(', ')}.`,
    );
  }
  return withRendered(stack, renderingsOf(stack, paths, '.'));
}

/** What a policy names may belong to another stack: only what this one has is read. */
export function renderingsOf(
  stack: Stack,
  paths: ReadonlyMap<string, string>,
  directory: string,
): ReadonlyMap<string, Stack> {
  const known = namesIn(stack);
  return new Map(
    [...paths]
      .filter(([name]) => known.has(name))
      .map(([name, path]) => [name, readStackFiles([isAbsolute(path) ? path : join(directory, path)])]),
  );
}

/**
 * The stack before, its own releases rendered. Without `paths` a release of it stays what it is: the manifests of the
 * change would say of everything that it was there before. Errors as above.
 */
export function readStackBefore(
  base: readonly string[] | undefined,
  paths: ReadonlyMap<string, string>,
): Stack | undefined {
  if (base !== undefined) return withReleases(readStackFiles(base), paths, '--base-rendered');
  if (paths.size === 0) return undefined;
  throw new UserError(
    'usage',
    'there is no stack before whose releases could be rendered',
    'Name the stack before (--base, stack-base), too.',
  );
}

/** One sentence a release that is seen in the change and was opaque before it, by name. */
export function unequalReleases(stack: Stack, before: Stack | undefined): readonly string[] {
  if (before === undefined) return [];
  const rendered = new Set(stack.rendered);
  return releasesOf(before)
    .filter((name) => rendered.has(name))
    .map(
      (name) =>
        `The Helm release ${name} cannot be seen in the stack before: everything in it counts as introduced. Name its manifests there (--base-rendered ${name}=DIR).`,
    );
}

/** A release is called by its logical name or its URN. */
function namesIn(stack: Stack): ReadonlySet<string> {
  const urns = stack.opaque.flatMap(({ source }) => (source.kind === 'urn' ? [source.urn] : []));
  return new Set([...releasesOf(stack), ...urns]);
}

/** `RELEASE=PATH` of the command line. */
export function parseRendered(values: readonly string[], option = '--rendered'): ReadonlyMap<string, string> {
  return new Map(
    values.map((text): [string, string] => {
      // URNs hold no `=`.
      const at = text.indexOf('=');
      if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
      throw new UserError('usage', `${text} names no release and folder`, `Write ${option} RELEASE=DIR.`);
    }),
  );
}
