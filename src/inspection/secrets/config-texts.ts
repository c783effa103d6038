// Every text of an image's configuration and manifest in which a secret can stand, with its place.
import type { Image } from '../../terms/image.ts';

export interface ConfigText {
  readonly text: string;
  /** Such as `config.Env[DB_PASSWORD]` or `history[3]`. */
  readonly field: string;
  /** The layer that the text's instruction made. */
  readonly layer?: number;
}

/** History first: a value that an `ENV` instruction sets is told once, where it was set. */
export function configTexts({ config, annotations }: Image): readonly ConfigText[] {
  let layer = -1;
  const history = config.history.flatMap((entry, index): ConfigText[] => {
    if (!entry.emptyLayer) layer++;
    const field = `history[${index}]`;
    const place = entry.emptyLayer ? { field } : { field, layer };
    return [entry.createdBy, entry.comment, entry.author].flatMap((text) =>
      text === undefined ? [] : [{ text, ...place }],
    );
  });
  const told = history.map(({ text }) => text).join('\n');
  const env = config.env.filter((entry) => !told.includes(entry));
  return [
    ...history,
    ...env.map((text) => ({ text, field: `config.Env[${text.split('=', 1)[0]}]` })),
    ...[...config.entrypoint, ...config.cmd].map((text) => ({ text, field: 'command' })),
    ...named('config.Labels', config.labels),
    ...named('annotations', annotations),
  ];
}

function named(field: string, texts: Readonly<Record<string, string>>): ConfigText[] {
  return Object.entries(texts).map(([key, value]) => ({
    text: `${key}=${value}`,
    field: `${field}[${key}]`,
  }));
}
