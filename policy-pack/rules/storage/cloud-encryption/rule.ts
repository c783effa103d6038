// storage/cloud-encryption: disks and file systems that the stack makes are encrypted.
import { foreignOfKind } from '../../../model/foreign.ts';
import type { Stack } from '../../../model/stack.ts';
import { booleanAt } from '../../../model/typed.ts';
import { eachForeign, type ForeignLook } from '../../foreign.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import type { StackRule, StackSight } from '../../rule.ts';
import { flagAt, go, itemsAt, pathOf, type Spot } from '../../spot.ts';
import { storagePlace } from '../place.ts';

function flag(...keys: readonly string[]): ForeignLook {
  return (spot) => {
    const place = go(spot, ...keys);
    if (flagAt(place) === true) return undefined;
    return violation(place, 'it is not encrypted', 'true', [{ path: pathOf(place), value: true }]);
  };
}

const disks: ForeignLook = (spot) => [
  ...(go(spot, 'rootBlockDevice').tree === undefined ? [] : found(spot, 'rootBlockDevice')),
  ...itemsAt(spot, 'ebsBlockDevices').flatMap((one) => found(one)),
];

function found(spot: Spot, ...steps: readonly string[]): readonly Observation[] {
  return sight(() => flag(...steps, 'encrypted')(spot));
}

const template: ForeignLook = (spot) =>
  itemsAt(spot, 'blockDeviceMappings').flatMap((one) =>
    go(one, 'ebs').tree === undefined ? [] : found(one, 'ebs'),
  );

const services: ForeignLook = (spot) =>
  ['blob', 'file'].flatMap((service) => {
    const place = go(spot, 'encryption', 'services', service, 'enabled');
    return flagAt(place) === false
      ? [violation(place, `the account’s ${service}s are not encrypted`, 'true')]
      : [];
  });

/** Disks of EBS; the account may encrypt them by default. */
const ebs: ReadonlyMap<string, ForeignLook> = new Map([
  ['aws:ebs/volume:Volume', flag('encrypted')],
  ['aws:ec2/instance:Instance', disks],
  ['aws:ec2/launchTemplate:LaunchTemplate', template],
]);

/** S3, FSx, Azure’s and Google’s storage are encrypted whether asked or not. */
const others: ReadonlyMap<string, ForeignLook> = new Map([
  ['aws:efs/fileSystem:FileSystem', flag('encrypted')],
  ['aws:rds/instance:Instance', flag('storageEncrypted')],
  ['aws:rds/cluster:Cluster', flag('storageEncrypted')],
  ['azure-native:storage:StorageAccount', services],
]);

export const rule: StackRule = {
  ...storagePlace,
  id: 'storage/cloud-encryption',
  title: 'disks, file systems and databases of the stack are encrypted',
  severity: 'high',
  otherwise: 'block',
  because: 'A snapshot that is shared by mistake takes its data along in the clear.',
  fix: 'Set `encrypted: true`, or encrypt EBS by default in the account.',
  level: 'host',
  frameworks: ['NIST SP 800-190 4.3.4'],
  configuredBy: ['stack.storage.encryption'],
  subject: 'stack',
  check: ({ stack, policy }) => {
    if (policy.storage.encryption === 'off') return [];
    return [...eachForeign(stack, others), ...disksOf(stack)];
  },
};

/** Where the account's own setting is not known, the disks wait for it. */
function disksOf(stack: Stack): readonly StackSight[] {
  for (const resource of foreignOfKind(stack, 'aws:ebs/encryptionByDefault:EncryptionByDefault')) {
    const enabled = booleanAt(resource.tree, ['enabled']);
    if (enabled.kind === 'known' && enabled.value !== false) return [];
    if (enabled.kind === 'known') continue;
    const dependsOn = enabled.kind === 'unknown' ? enabled.dependsOn : [];
    const reason = 'it says whether disks are encrypted by default';
    return [{ resource, seen: [{ kind: 'unknown', path: ['enabled'], reason, dependsOn }] }];
  }
  return eachForeign(stack, ebs);
}
