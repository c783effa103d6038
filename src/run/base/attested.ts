// The base's inventory as it was attested when the base was signed: no layer is fetched, and the packages are matched anew.
import { predicateTypes } from '../../evidence/formats/predicate-types.ts';
import { gatherEvidence } from '../../evidence/image/gather-evidence.ts';
import { subjectsOf } from '../../evidence/publish/subjects.ts';
import { gradeConditions } from '../../gate/obstacles.ts';
import { defaultPolicy } from '../../gate/policy-default.ts';
import { grade } from '../../health/grade.ts';
import { platformMatches } from '../../oci/platforms.ts';
import type { Digest } from '../../terms/digest.ts';
import { UserError } from '../../terms/errors.ts';
import { platformName } from '../../terms/image.ts';
import type { Grade } from '../../terms/verdict.ts';
import { evidencePlace } from '../evidence/repository.ts';
import { openTrust, type TrustWish } from '../evidence/trust-options.ts';
import { conditionsOf } from '../image/conditions.ts';
import type { Outside } from '../outside.ts';
import type { ScanRequest } from '../scan.ts';
import { imagePolicyOf } from '../verify.ts';
import type { BaseImage } from './base-image.ts';
import { readOwnBill } from './own-bill.ts';

/** Its grade rests on vulnerabilities alone, and so does every image's. */
export interface AttestedImage extends BaseImage {
  readonly grade: Grade;
}

export type AttestedBase =
  | { readonly kind: 'found'; readonly images: readonly AttestedImage[] }
  /** Nothing there is believed: the image itself has to be looked at. */
  | { readonly kind: 'unbelieved'; readonly why: string };

/**
 * Reads the CycloneDX attestation of every wanted platform, signed by whom `trust` names. An inventory knows packages
 * alone: of other findings it cannot be said whether the base has them. Errors: `UserError` not-found, those of trust
 * and registry.
 */
export async function readAttestedBase(
  reference: string,
  request: ScanRequest,
  trust: TrustWish | undefined,
  outside: Outside,
): Promise<AttestedBase> {
  if (trust === undefined) throw untrusted();
  const place = await evidencePlace(reference, outside);
  const wish = {
    signature: false,
    attestations: [predicateTypes.cyclonedx],
    threshold: 1,
    requireLog: false,
  };
  const policy = imagePolicyOf(wish, await openTrust(trust, outside), place.name, outside.clock.now());
  const [subject] = await subjectsOf(place.repository, place.target);
  const images: AttestedImage[] = [];
  for (const digest of subject?.images ?? []) {
    const judgement = await gatherEvidence(place.repository, digest, policy);
    const [piece] = judgement.accepted;
    if (judgement.kind === 'rejected' || piece === undefined) {
      const why = judgement.unmet.map(({ message }) => message).join('; ');
      return { kind: 'unbelieved', why: `${digest}: ${why}` };
    }
    const image = await matchBill(reference, digest, piece.verified.statement?.predicate, request);
    if (image === 'incomplete') return { kind: 'unbelieved', why: `${digest}: its inventory is not whole` };
    if (image !== undefined) images.push(image);
  }
  return { kind: 'found', images };
}

/** Undefined for a platform that nobody wants; `incomplete` where the bill says that it is: its grade could be too good. */
async function matchBill(
  reference: string,
  digest: Digest,
  predicate: unknown,
  { knowledge, platforms, asOf }: ScanRequest,
): Promise<AttestedImage | 'incomplete' | undefined> {
  const name = `the inventory of ${reference} ${digest}`;
  const own = readOwnBill(predicate, name);
  if (own === undefined) {
    throw new UserError(
      'usage',
      `${name} was not written by seaworthy`,
      'Name the image without attested: in front.',
    );
  }
  const { bill, os, platform } = own;
  if (platforms !== 'all' && !platforms.some((wish) => platformMatches(wish, platform))) return undefined;
  if (!own.isWhole) return 'incomplete';
  const { packages } = bill;
  const known = await knowledge.match(packages, os, []);
  const { findings } = known;
  // What could not be read of an image keeps it from being attested by a gate (decision 0100), and is said in the bill.
  const conditions = conditionsOf({ packages, ...(os === undefined ? {} : { os }) }, known, []);
  return {
    grade: grade(findings, asOf, gradeConditions(conditions, known.snapshot, defaultPolicy)),
    reference,
    platform: platformName(platform),
    findings,
    packagesOnly: true,
    knownIds: new Set(bill.vulnerabilities.flatMap(({ ids }) => ids)),
  };
}

function untrusted(): UserError {
  return new UserError(
    'usage',
    'nobody is named whose inventory of the base counts',
    'Name the public key or the certificate identity that signed the base.',
  );
}
