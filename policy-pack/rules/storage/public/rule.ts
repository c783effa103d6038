// storage/public: no bucket or share that the stack makes is open to everyone.
import { eachForeign, type ForeignLook } from '../../foreign.ts';
import { violation } from '../../observation.ts';
import type { StackRule } from '../../rule.ts';
import { flagAt, go, itemsAt, pathOf, textAt } from '../../spot.ts';
import { storagePlace } from '../place.ts';
import { awsLooks } from './aws.ts';
import { sharesOfAzure } from './azure.ts';

const everyone = /^(?:allUsers|allAuthenticatedUsers)$/;

const member: ForeignLook = (spot) => {
  const own = go(spot, 'member');
  const found = [...(textAt(own) === undefined ? [] : [own]), ...itemsAt(spot, 'members')];
  return found.flatMap((place) =>
    everyone.test(textAt(place) ?? '')
      ? [violation(place, `${textAt(place)} may use the bucket`, 'named members')]
      : [],
  );
};

const entity: ForeignLook = (spot) => {
  const place = go(spot, 'entity');
  return everyone.test(textAt(place) ?? '')
    ? violation(place, `${textAt(place)} may read the bucket`, 'named users')
    : undefined;
};

const predefined: ForeignLook = (spot) => {
  const place = go(spot, 'predefinedAcl');
  return /^(?:public|authenticatedRead)/.test(textAt(place) ?? '')
    ? violation(place, `the bucket’s ACL ${textAt(place)} opens it to everyone`, 'private')
    : undefined;
};

function flag(key: string, absent: boolean): ForeignLook {
  return (spot) => {
    const place = go(spot, key);
    if (!(flagAt(place) ?? absent)) return undefined;
    return violation(place, 'containers of the account may be opened to everyone', 'false', [
      { path: pathOf(place), value: false },
    ]);
  };
}

function access(key: string): ForeignLook {
  return (spot) => {
    const place = go(spot, key);
    if (/^(?:none|private)$/i.test(textAt(place) ?? 'none')) return undefined;
    return violation(place, `everyone may read the container (${textAt(place)})`, 'none');
  };
}

const looks: ReadonlyMap<string, ForeignLook> = new Map([
  ...awsLooks,
  ['gcp:storage/bucketIAMMember:BucketIAMMember', member],
  ['gcp:storage/bucketIAMBinding:BucketIAMBinding', member],
  ['gcp:storage/bucketAccessControl:BucketAccessControl', entity],
  ['gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl', entity],
  ['gcp:storage/bucketACL:BucketACL', predefined],
  ['azure-native:storage:StorageAccount', flag('allowBlobPublicAccess', false)],
  ['azure:storage/account:Account', flag('allowNestedItemsToBePublic', true)],
  ['azure-native:storage:BlobContainer', access('publicAccess')],
  ['azure:storage/container:Container', access('containerAccessType')],
]);

export const rule: StackRule = {
  ...storagePlace,
  id: 'storage/public',
  title: 'no bucket or share is open to everyone',
  severity: 'critical',
  otherwise: 'block',
  because: 'Open buckets are found by scanners within hours and emptied by anyone.',
  fix: 'Name who may use the bucket or share, from which networks, and switch the public-access block on.',
  level: 'host',
  frameworks: ['NIST SP 800-190 4.3.4'],
  subject: 'stack',
  check: ({ stack }) => [...eachForeign(stack, looks), ...sharesOfAzure(stack)],
};
