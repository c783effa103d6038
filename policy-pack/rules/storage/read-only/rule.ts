// storage/read-only: a volume that can only be read is not claimed for writing.
import { type Observation, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { entriesAt, flagAt, go, itemsAt, type Spot, textAt } from '../../spot.ts';
import { backingOf } from '../joins.ts';
import { storagePlace } from '../place.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/read-only',
  title: 'no read-only volume is claimed for writing',
  severity: 'medium',
  otherwise: 'block',
  because:
    'Access modes match claims to volumes and protect nothing: the pod starts and fails at its first write.',
  fix: 'Claim the volume as ReadOnlyMany and mount it read-only, or make the source writable.',
  frameworks: ['Kubernetes: access modes'],
  subject: 'resource',
  kinds: new Set(['PersistentVolume', 'PersistentVolumeClaim']),
  check: ({ resource, spot }, { stack }) =>
    sight(() => {
      if (resource.kind === 'PersistentVolume') return writable(spot, spot, `volume ${resource.name}`);
      const claim = { spot, name: resource.name, namespace: resource.namespace, own: false };
      const backing = backingOf(stack, claim);
      if (backing.kind === 'elsewhere') return undefined;
      const options = backing.kind === 'class' ? go(backing.spot, 'mountOptions') : undefined;
      if (options !== undefined) {
        const isReadOnly = itemsAt(options).some((item) => (textAt(item) ?? '').split(',').includes('ro'));
        return isReadOnly ? forWriting(spot, `class ${backing.resource.name}`) : undefined;
      }
      return writable(backing.spot, spot, `volume ${backing.resource.name}`);
    }),
};

function writable(volume: Spot, holder: Spot, name: string): readonly Observation[] {
  const options = itemsAt(volume, 'spec', 'mountOptions').flatMap((item) => (textAt(item) ?? '').split(','));
  const source = entriesAt(volume, 'spec').some(
    ([key, value]) =>
      key !== 'claimRef' &&
      typeof value.tree === 'object' &&
      !Array.isArray(value.tree) &&
      flagAt(value, 'readOnly') === true,
  );
  return options.includes('ro') || source ? forWriting(holder, name) : [];
}

function forWriting(holder: Spot, name: string): readonly Observation[] {
  return itemsAt(holder, 'spec', 'accessModes').flatMap((item) =>
    textAt(item) === 'ReadOnlyMany'
      ? []
      : [
          violation(
            item,
            `${name} can only be read and is offered or claimed as ${textAt(item)}`,
            'ReadOnlyMany',
          ),
        ],
  );
}
