// storage/public: no bucket or share that the stack makes is open to everyone.
import { eachForeign, type ForeignLook } from '../../foreign.ts';
import { violation } from '../../observation.ts';
import type { StackRule } from '../../rule.ts';
import { flagAt, go, pathOf, textAt } from '../../spot.ts';
import { storagePlace } from '../place.ts';
import { awsLooks } from './aws.ts';
import { sharesOfAzure } from './azure.ts';
import { googleLooks } from './google.ts';

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
  ...googleLooks,
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
