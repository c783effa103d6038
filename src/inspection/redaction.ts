// Keeps secrets of an image's configuration out of everything that is shown of it.
import type { Image } from '../terms/image.ts';
import { redactSecrets } from './secret-search.ts';

/** Marks text of the configuration, where values that are only named as secrets count too. */
export const configText = 'config:';

/** A build instruction, environment value or label that may be shown. */
export function redactConfigText(text: string): string {
  return redactSecrets(text, configText);
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
      })),
    },
  };
}
