// storage/in-transit: shares are mounted so that nobody on the network can read along.
import { transitFacts } from '../../../data/storage-encryption.ts';
import { comparedBy, notApplicable, type Observation, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { byText } from '../../sameness.ts';
import { go, itemsAt, pathOf, type Spot, textAt } from '../../spot.ts';
import { inAnyCase, plainDriver, type Source, sourceOf, sourceOfClass } from '../joins.ts';
import { storagePlace } from '../place.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/in-transit',
  title: 'shares are mounted encrypted',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'Plain NFS, SMB and Ceph send every byte readable through the network, and take a client’s word for who it is.',
  fix: 'Add the mount option that encrypts the way.',
  frameworks: ['NIST SP 800-190 4.3.4'],
  configuredBy: ['stack.storage.inTransit'],
  subject: 'resource',
  kinds: new Set(['PersistentVolume', 'StorageClass']),
  check: ({ resource, spot }, { policy }) => {
    if (policy.storage.inTransit === 'off') return notApplicable('stack.storage.inTransit: off');
    return sight(() =>
      resource.kind === 'StorageClass'
        ? look(sourceOfClass(spot), go(spot, 'mountOptions'), go(spot, 'parameters'))
        : look(sourceOf(spot), go(spot, 'spec', 'mountOptions'), go(spot, 'spec', 'csi', 'volumeAttributes')),
    );
  },
};

function look(source: Source | undefined, options: Spot, attributes: Spot): readonly Observation[] {
  const name = source === undefined ? '' : plainDriver(source.driver ?? source.field);
  const facts = transitFacts.get(name);
  if (facts === undefined) return [];
  const given = itemsAt(options).flatMap((item) => (textAt(item) ?? '').split(','));
  if (facts.unless !== undefined) {
    const place = go(attributes, facts.unless.attribute);
    if (!facts.unless.value.test(textAt(place) ?? '')) return [];
    if (given.includes(facts.example)) return [];
    return [
      violation(place, `${name} is told not to encrypt the way`, 'true', [
        { path: pathOf(place), value: 'true' },
      ]),
    ];
  }
  if (facts.other !== undefined && says(attributes, facts.other.protocol)) {
    const { asks, options: own } = facts.other;
    if (says(attributes, asks) || given.some((option) => own.test(option.trim()))) return [];
    const place = go(attributes, inAnyCase(attributes, asks.attribute));
    return [
      violation(place, `${name} is mounted without encryption`, `${asks.attribute}: "true"`, [
        { path: pathOf(place), value: 'true' },
      ]),
    ];
  }
  const more = (facts.attributes ?? []).flatMap((key) => (textAt(attributes, key) ?? '').split(','));
  if ([...given, ...more].some((option) => facts.options.test(option.trim()))) return [];
  const edits = [
    { path: pathOf(options), value: [...itemsAt(options).map((item) => textAt(item) ?? ''), facts.example] },
  ];
  return [
    comparedBy(
      byText(name),
      violation(options, `${name} is mounted without encryption`, `the mount option ${facts.example}`, edits),
    ),
  ];
}

/** Names of attributes in any case. */
function says(
  attributes: Spot,
  { attribute, value }: { readonly attribute: string; readonly value: RegExp },
): boolean {
  return value.test(textAt(attributes, inAnyCase(attributes, attribute)) ?? '');
}
