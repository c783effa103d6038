// What of Google's buckets is open to everyone: members of roles, entities of ACLs.
import type { ForeignLook } from '../../foreign.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import { go, itemsAt, type Spot, textAt } from '../../spot.ts';

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

/** Roles and entities as one text: `READER:allUsers`. */
const acl: ForeignLook = (spot) =>
  sight(
    ...['predefinedAcl', 'defaultAcl'].map((key) => () => predefined(go(spot, key))),
    ...itemsAt(spot, 'roleEntities').map((place) => (): readonly Observation[] => {
      const named = (textAt(place) ?? '').replace(/^[^:]*:/, '');
      return everyone.test(named) ? [violation(place, `${named} may read the bucket`, 'named users')] : [];
    }),
  );

function predefined(place: Spot): Observation | undefined {
  const name = textAt(place) ?? '';
  return /^(?:public|authenticatedRead)/.test(name)
    ? violation(place, `the bucket’s ACL ${name} opens it to everyone`, 'private')
    : undefined;
}

/** https://cloud.google.com/storage/docs/access-control/lists */
export const googleLooks: ReadonlyMap<string, ForeignLook> = new Map([
  ['gcp:storage/bucketIAMMember:BucketIAMMember', member],
  ['gcp:storage/bucketIAMBinding:BucketIAMBinding', member],
  ['gcp:storage/bucketAccessControl:BucketAccessControl', entity],
  ['gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl', entity],
  ['gcp:storage/objectAccessControl:ObjectAccessControl', entity],
  ['gcp:storage/bucketACL:BucketACL', acl],
  ['gcp:storage/defaultObjectACL:DefaultObjectACL', acl],
  ['gcp:storage/objectACL:ObjectACL', acl],
]);
