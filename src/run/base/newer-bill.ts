// The newer base by its signed inventory, where the policy names who signs it: its layers need not be fetched.
import { predicateTypes } from '../../evidence/formats/predicate-types.ts';
import { gatherEvidence } from '../../evidence/image/gather-evidence.ts';
import { bareKeyThresholds } from '../../evidence/verify/thresholds.ts';
import type { SeenBase } from '../../inspection/origin/base/look.ts';
import type { Finding } from '../../terms/finding.ts';
import { evidencePlace } from '../evidence/repository.ts';
import type { JudgedImage } from '../image/judge-images.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import type { Outside } from '../outside.ts';
import { readOwnBill } from './own-bill.ts';
import type { FindBaseSigners } from './signature.ts';
import { isBelow } from './upon.ts';

export interface NewerBill {
  readonly name: string;
  /** Of its registry, by digest. */
  readonly reference: string;
  readonly look: SeenBase;
  /** How many layers of the image it would replace. */
  readonly depth: number;
}

/**
 * An inventory knows packages alone: what else was found in the base's layers is taken to stay. Undefined: nobody is named
 * who signs the base, or nothing that they say of this very image is whole. Errors: those of the registry.
 */
export async function readNewerBill(
  { name, reference, look, depth }: NewerBill,
  now: ImageOutcome,
  signersOf: FindBaseSigners | undefined,
  outside: Outside,
): Promise<JudgedImage | undefined> {
  const signers = signersOf?.(name, look.digests);
  const manifest = look.digests.at(-1);
  if (signers === undefined || manifest === undefined) return undefined;
  const { repository } = await evidencePlace(reference, outside);
  const { kind, accepted } = await gatherEvidence(repository, manifest, {
    trustedRoot: signers.trustedRoot,
    now: outside.clock.now(),
    keyThresholds: bareKeyThresholds,
    attestations: [{ predicateType: predicateTypes.cyclonedx, by: signers.by, threshold: 1 }],
  });
  const [piece] = accepted;
  if (kind === 'rejected' || piece === undefined) return undefined;
  const own = readOwnBill(piece.verified.statement?.predicate, `the inventory of ${reference}`);
  if (own === undefined || !own.isWhole) return undefined;
  const { created: _, ...config } = now.image.config;
  const built = look.built === undefined ? {} : { created: look.built };
  const [index] = look.digests;
  const image = {
    ...now.image,
    reference,
    digest: manifest,
    ...(index === undefined ? {} : { indexDigest: index }),
    layers: look.diffIds.map((diffId) => ({ digest: diffId, diffId, mediaType: '' })),
    config: { ...config, ...built, history: [], diffIds: look.diffIds },
  };
  const { os, bill } = own;
  const outcome: ImageOutcome = {
    image,
    ...(os === undefined ? {} : { os }),
    packages: bill.packages,
    findings: now.findings
      .filter((one) => isBelow(one, depth))
      .map((one) => within(one, look.diffIds.length)),
    refusals: [],
    kinds: image.layers.map(() => 'base' as const),
    accounting: { parsed: 0, notInteresting: 0, refused: 0 },
  };
  return { image, refusals: [], outcome };
}

function within(finding: Finding, layers: number): Finding {
  const { where } = finding;
  if (where.kind !== 'layer' || where.layer < layers) return finding;
  return { ...finding, where: { ...where, layer: layers - 1 } };
}
