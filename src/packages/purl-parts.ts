// The parts of a package URL, as they are read and as they may be given.

/** The parts of a package URL, decoded. Qualifiers are sorted by key; no value is empty. */
export interface Purl {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath?: string;
}

/** What a caller may build one from: absent, null and empty mean the same. */
export interface PurlParts {
  readonly type?: string | null | undefined;
  readonly namespace?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly version?: string | null | undefined;
  readonly qualifiers?: Iterable<readonly [string, string | null | undefined]> | null | undefined;
  readonly subpath?: string | null | undefined;
}

export type ParsedPurl =
  | { readonly kind: 'ok'; readonly purl: Purl }
  | { readonly kind: 'invalid'; readonly reason: string };
