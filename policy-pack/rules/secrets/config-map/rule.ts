// secrets/config-map: no secret value stands in a ConfigMap.
import { decodeBase64 } from '../../../model/base64.ts';
import { comparedBy, sightEach, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { entriesAt, textAt } from '../../spot.ts';
import { namedInSettings } from '../named-settings.ts';
import { bySecret } from '../same-secret.ts';
import { secretIn, secretNamedIn } from '../secret-value.ts';

const fields = ['data', 'binaryData'] as const;

/** Files that are lines of names and values. */
const settings = /\.(?:env|properties)$/;

export const rule: ResourceRule = {
  id: 'secrets/config-map',
  title: 'no secret value is written into a ConfigMap',
  severity: 'high',
  otherwise: 'block',
  because: 'Whoever may read the namespace may read its ConfigMaps; nothing encrypts or hides them.',
  fix: 'Move the value into a Secret, better into an external store; then replace the leaked one.',
  level: 'container',
  control: 'secrets management',
  layer: 6,
  frameworks: ['CIS Kubernetes 5.4.2'],
  subject: 'resource',
  kinds: new Set(['ConfigMap']),
  check: ({ spot }) =>
    sightEach(
      () => fields.flatMap((field) => entriesAt(spot, field).map((entry) => ({ field, entry }))),
      ({ field, entry: [key, value] }) => {
        const text = field === 'binaryData' ? decodeBase64(textAt(value) ?? '') : textAt(value);
        const told =
          secretIn(value, key, text) ??
          (settings.test(key) ? secretNamedIn(namedInSettings(text ?? '')) : undefined);
        if (told === undefined) return undefined;
        return comparedBy(
          bySecret(value, text),
          violation(value, `the key ${key} holds ${told.what}`, 'no secret', [], told.shown),
        );
      },
    ),
};
