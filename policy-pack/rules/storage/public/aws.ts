// What of S3 is open to everyone: ACLs, policies, access blocks that are switched off.
import { isList, isMap, type Tree } from '../../../model/tree.ts';
import type { ForeignLook } from '../../foreign.ts';
import { sight, violation } from '../../observation.ts';
import { flagAt, go, isSet, itemsAt, pathOf, type Spot, textAt, Unseen } from '../../spot.ts';
import { letsEveryoneIn } from './everyone.ts';

const publicAcl = /^(?:public-read|public-read-write|website|authenticated-read)$/;

const byAcl: ForeignLook = (spot) => {
  const place = go(spot, 'acl');
  const acl = textAt(place) ?? 'private';
  if (!publicAcl.test(acl)) return undefined;
  return violation(place, `the bucket’s ACL ${acl} opens it to everyone`, 'private', [
    { path: pathOf(place), value: 'private' },
  ]);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const everyonesGroup = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

/** Grants of an ACL: a bucket's own, or those of a policy of its ACL. */
const byGrants: ForeignLook = (spot) => {
  const granted = itemsAt(spot, 'accessControlPolicy', 'grants').map((one) => go(one, 'grantee', 'uri'));
  const own = itemsAt(spot, 'grants').map((one) => go(one, 'uri'));
  return [...own, ...granted].flatMap((place) => {
    const group = textAt(place) ?? '';
    return everyonesGroup.test(group)
      ? [violation(place, 'the bucket’s ACL has a grant for everyone', 'named users')]
      : [];
  });
};

const byAclOrGrants: ForeignLook = (spot) =>
  sight(
    () => byAcl(spot),
    () => byGrants(spot),
  );

const byBlock: ForeignLook = (spot) =>
  ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].flatMap((key) => {
    if (flagAt(spot, key) === true) return [];
    const place = go(spot, key);
    return [
      violation(place, `the public-access block leaves ${key} off`, 'true', [
        { path: pathOf(place), value: true },
      ]),
    ];
  });

const byPolicy: ForeignLook = (spot) => {
  const place = go(spot, 'policy');
  let unseen: Unseen | undefined;
  for (const statement of statementsOf(place)) {
    try {
      if (letsEveryoneIn(statement))
        return violation(place, 'the policy allows everyone', 'named principals', [], 'Principal: *');
    } catch (error) {
      if (!(error instanceof Unseen)) throw error;
      unseen ??= error;
    }
  }
  if (unseen !== undefined) throw unseen;
  return undefined;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export const awsLooks: ReadonlyMap<string, ForeignLook> = new Map([
  ['aws:s3/bucket:Bucket', byAclOrGrants],
  ['aws:s3/bucketV2:BucketV2', byAclOrGrants],
  ['aws:s3/bucketAcl:BucketAcl', byAclOrGrants],
  ['aws:s3/bucketAclV2:BucketAclV2', byAclOrGrants],
  ['aws:s3/bucketObject:BucketObject', byAcl],
  ['aws:s3/bucketObjectv2:BucketObjectv2', byAcl],
  ['aws:s3/objectCopy:ObjectCopy', byAclOrGrants],
  ['aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', byBlock],
  ['aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock', byBlock],
  ['aws:s3/bucketPolicy:BucketPolicy', byPolicy],
  ['aws:efs/fileSystemPolicy:FileSystemPolicy', byPolicy],
]);

/** A policy comes as JSON text or as a mapping. */
function statementsOf(place: Spot): readonly Spot[] {
  const text = typeof place.tree === 'string' || place.tree === undefined ? textAt(place) : undefined;
  const policy: Spot =
    text === undefined ? place : { tree: parse(text, place), secret: place.secret, above: place, steps: [] };
  if (!isMap(policy.tree)) {
    textAt(place);
    return [];
  }
  const statements = go(policy, 'Statement');
  return isList(statements.tree) ? itemsAt(statements) : isSet(statements) ? [statements] : [];
}

function parse(text: string, place: Spot): Tree {
  try {
    const tree: Tree = JSON.parse(text);
    return tree;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Unseen(pathOf(place), 'the policy is no JSON');
    throw error;
  }
}
