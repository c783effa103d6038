// A secret in a file of an image, as tests plant it.

export interface Planted {
  /** Id of the pattern. */
  readonly kind: string;
  readonly path: string;
  readonly body: string;
  /** What must never be printed. */
  readonly secret: string;
}

export function planted(
  kind: string,
  path: string,
  secret: string,
  body = (text: string): string => text,
): Planted {
  return { kind, path, body: `# settings\n${body(secret)}\n`, secret };
}

/** In the way of a YAML file. */
export const value = (text: string): string => `  value: "${text}"`;
