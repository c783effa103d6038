// Keeps secrets of an image's configuration and of its file names out of everything that is shown of it.
import type { Image } from '../terms/image.ts';
import { findSecrets, redactSecrets } from './secret-search.ts';

/** Marks text of the configuration, where values that are only named as secrets count too. */
export const configText = 'config:';

/** A build instruction, environment value or label that may be shown. */
export function redactConfigText(text: string): string {
  return redactSecrets(text, configText);
}

/** Plain data with every text fit to be shown: paths are quoted in many places, and a secret may be part of one. */
export function redactData<Data>(data: Data): Data {
  if (findSecrets(JSON.stringify(data)).length === 0) return data;
  const redacted: Data = JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === 'string' ? redactSecrets(value) : value,
  );
  return redacted;
}

/** The image with every text of its configuration fit to be shown. */
export function redactImage(image: Image): Image {
  const { config, layers, annotations } = image;
  const redact = redactConfigText;
  const redactValues = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, redact(value)]));
  return {
    ...image,
    annotations: redactValues(annotations),
    layers: layers.map((layer) =>
      layer.createdBy === undefined ? layer : { ...layer, createdBy: redact(layer.createdBy) },
    ),
    config: {
      ...config,
      env: config.env.map(redact),
      entrypoint: config.entrypoint.map(redact),
      cmd: config.cmd.map(redact),
      labels: redactValues(config.labels),
      history: config.history.map((entry) => ({
        ...entry,
        ...(entry.createdBy === undefined ? {} : { createdBy: redact(entry.createdBy) }),
        ...(entry.comment === undefined ? {} : { comment: redact(entry.comment) }),
        ...(entry.author === undefined ? {} : { author: redact(entry.author) }),
      })),
    },
  };
}
