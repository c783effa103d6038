// What does away with a finding in this very image: by where its packages lie and what brought them.
import { plainRemedies, type Remedy, updateOf } from '../../gate/remedy.ts';
import type { LayerKind } from '../../inspection/layer-kind.ts';
import type { LockFile } from '../../inspection/lock-files/lock-lines.ts';
import { npmHolders } from '../../inspection/lock-files/npm-holders.ts';
import type { KnownBase } from '../../inspection/origin/base/judge.ts';
import { countBaseLayers } from '../../inspection/origin/base/layers.ts';
import { beginsWith } from '../../inspection/origin/base/look.ts';
import { redactConfigText } from '../../inspection/redaction.ts';
import { type Digest, shortDigest } from '../../terms/digest.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { OperatingSystem, Package } from '../../terms/package.ts';
import type { Surroundings } from './outer-package.ts';
import { outerRemedies } from './outer-packages.ts';

export interface Origins {
  readonly image: Image;
  readonly packages: readonly Package[];
  /** One a layer. */
  readonly kinds: readonly LayerKind[];
  readonly os: OperatingSystem | undefined;
  /** What its registry shows of the base, where the image names one. */
  readonly base: KnownBase | undefined;
  readonly looked?: LookedInto | undefined;
  /** Of the image. */
  readonly findings?: readonly Finding[];
  /** Of the checkout that it was built from. */
  readonly lockFiles?: readonly LockFile[];
}

/** What came of looking into a newer base: nothing, or that it does not have what is missing. */
export type LookedInto =
  | { readonly kind: 'unseen'; readonly why: string }
  | { readonly kind: 'lacking'; readonly digest: Digest };

/**
 * A package of the base goes with a newer base; one that a distribution's tool installed, with its layer built anew;
 * one inside another package or program, with that; any other is updated. All places of a package must be mended.
 */
export function remediesIn({
  image,
  packages,
  kinds,
  os,
  base: known,
  looked,
  findings = [],
  lockFiles = [],
}: Origins): (finding: Finding) => readonly Remedy[] {
  const places = Map.groupBy(packages, ({ purl }) => purl);
  const base = nameOfBase(image, os, known);
  const depth = countBaseLayers(image, kinds, known) ?? 0;
  const surroundings = surroundingsOf(packages, findings, lockFiles);
  const ofPackage = (one: Package, finding: Finding): readonly Remedy[] => {
    if (kinds[one.layer] === 'base' || one.layer < depth) {
      const words = newerBase(base, image, known, looked);
      const unseen = looked?.kind === 'unseen' ? { unseen: looked.why } : {};
      return [{ kind: 'base', id: `base ${base}`, words, ...unseen }];
    }
    if (['deb', 'rpm', 'apk'].includes(one.type)) return [rebuilt(one.layer, image)];
    const outer = outerRemedies(one, finding, surroundings());
    return outer.length === 0 ? [updateOf(finding)] : outer;
  };
  return (finding) => {
    const plain = plainRemedies(finding);
    const { details } = finding;
    if (details.kind !== 'vulnerability' || plain.length === 0) return plain;
    const found = details.purls.flatMap((purl) => places.get(purl) ?? []);
    const remedies = new Map(found.flatMap((one) => ofPackage(one, finding)).map((one) => [one.id, one]));
    return remedies.size === 0 ? plain : [...remedies.values()];
  };
}

/** Made when the first finding asks: a gate that passes has no plan. */
function surroundingsOf(
  packages: readonly Package[],
  findings: readonly Finding[],
  lockFiles: readonly LockFile[],
): () => Surroundings {
  let made: Surroundings | undefined;
  return () => {
    made ??= {
      byPath: Map.groupBy(packages, ({ path }) => path),
      byId: byId(findings),
      holders: npmHolders(lockFiles),
    };
    return made;
  };
}

function byId(findings: readonly Finding[]): Surroundings['byId'] {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { details } = finding;
    for (const id of details.kind === 'vulnerability' ? details.ids : [])
      found.set(id, [...(found.get(id) ?? []), finding]);
  }
  return found;
}

/** Whether there is a newer one, as far as somebody looked. */
function newerBase(
  base: string,
  { config }: Image,
  known: KnownBase | undefined,
  looked: LookedInto | undefined,
): string {
  if (looked?.kind === 'lacking') {
    return `Wait for a newer ${base} than the one that is out (${shortDigest(looked.digest)}), or choose another, that has`;
  }
  if (known?.look.kind !== 'seen') return `Build on a newer ${base} that has`;
  const { digests, diffIds, built } = known.look;
  if (beginsWith(config.diffIds, diffIds)) {
    return `Wait for a newer ${base}, or choose another (its tag still leads to what this image is built upon), that has`;
  }
  const day = built === undefined ? '' : `, built on ${built.slice(0, 10)}`;
  const [digest] = digests;
  const out = digest === undefined ? '' : ` (${shortDigest(digest)}${day})`;
  return `Build on the newer ${base} that is out${out}, and see that it has`;
}

function nameOfBase(
  { config }: Image,
  os: OperatingSystem | undefined,
  known: KnownBase | undefined,
): string {
  const label = new Map(Object.entries(config.labels)).get('org.opencontainers.image.base.name');
  const named = known?.claim.name ?? label ?? '';
  if (named !== '') return redactConfigText(named.slice(0, 200));
  return os === undefined ? 'base image' : `${os.prettyName ?? os.id} base`;
}

function rebuilt(layer: number, { layers }: Image): Remedy {
  const made = redactConfigText((layers[layer]?.createdBy ?? '').replace(/\s+/g, ' ').slice(0, 80));
  const words = `Build layer ${layer}${made === '' ? '' : ` (${made})`} anew, without the build's cache, so that it installs`;
  return { kind: 'rebuild', id: `rebuild ${layers[layer]?.digest ?? layer}`, words };
}
