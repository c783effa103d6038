// Which values of AWS's condition keys leave nobody in but those who are named, by what S3 itself calls «public».
import { parseAddress, parseBlock } from '../../../reach/addresses.ts';
import { pathOf, type Spot, textAt, Unseen } from '../../spot.ts';

/**
 * Keys whose «fixed values (values that don't contain a wildcard or an AWS Identity and Access Management Policy Variable)»
 * make a policy non-public; what they name of the caller counts as «an AWS principal»:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const fixedKeys = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOrgID',
    'aws:SourceOwner',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:userid',
    's3:DataAccessPointAccount',
    's3:DataAccessPointArn',
    's3:x-amz-server-side-encryption-aws-kms-key-id',
  ].map((key) => key.toLowerCase()),
);

const equal = /^(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like))$/;

/** The test of a value; `undefined`: such a condition keeps no stranger out. */
export function isFixed(key: string, operator: string): ((value: Spot) => boolean) | undefined {
  const name = key.toLowerCase();
  if (name === 'aws:sourceip') return operator === 'ipaddress' ? isNarrowRange : undefined;
  return fixedKeys.has(name) && equal.test(operator) ? isFixedText : undefined;
}

/** An ARN may have wildcards behind its account, and a path of an organisation behind the organisation's number. */
const fixedHead = /^(?:arn:[\w-]+:[\w-]+:[^:]*:\d{12}:|o-[a-z0-9]+\/)/;

function isFixedText(spot: Spot): boolean {
  const value = textAt(spot) ?? '';
  if (value.includes('$')) return false;
  return value !== '' && (!/[*?]/.test(value) || fixedHead.test(value));
}

/** «This includes values broader than /8 for IPv4 and /32 for IPv6». */
const broadest = { 4: 1n << 24n, 6: 1n << 96n } as const;

/** Throws `Unseen` at what is no address. */
function isNarrowRange(spot: Spot): boolean {
  const text = textAt(spot) ?? '';
  if (parseAddress(text) !== undefined) return true;
  const range = parseBlock(text);
  if (range === undefined)
    throw new Unseen(pathOf(spot), 'the policy has a range that is no range of addresses');
  return range.to - range.from < broadest[range.family];
}
