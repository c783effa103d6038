// Which image the base branch published: its tag made from the branch's name or the commit.

export interface BaseBranch {
  readonly ref: string | undefined;
  readonly sha: string | undefined;
}

/**
 * `{branch}` as docker/metadata-action writes it into tags (`feature/x` is `feature-x`), `{sha}`, and `{short-sha}`
 * of seven digits. Undefined: the event does not say, and there is no base.
 */
export function expandBase(pattern: string, { ref, sha }: BaseBranch): string | undefined {
  const branch = ref?.replace(/^refs\/heads\//, '').replaceAll(/[^\w.-]/g, '-');
  const values = new Map([
    ['branch', branch],
    ['sha', sha],
    ['short-sha', sha?.slice(0, 7)],
  ]);
  const unknown = [...pattern.matchAll(/\{([a-z-]+)\}/g)].some(
    ([, name = '']) => values.get(name) === undefined,
  );
  if (unknown) return undefined;
  return pattern.replaceAll(/\{([a-z-]+)\}/g, (_, name: string) => values.get(name) ?? '');
}
