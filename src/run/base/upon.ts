// An image as it would be upon a newer base: the newer base's packages and facts below, its own above.
import { isSystemPackage } from '../../packages/ownership.ts';
import { compareVersions } from '../../packages/versions/purl-type-order.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { Package } from '../../terms/package.ts';
import type { ImageOutcome } from '../image/outcome.ts';
import { splitHistory } from './lower-part.ts';

export interface Bases {
  /** How many of the image's layers are its base's. */
  readonly depth: number;
  readonly newer: ImageOutcome;
  /** The base as it is now, before the layers above it; absent: not known, and nothing of a base is taken away above it. */
  readonly older?: ImageOutcome | undefined;
}

/** Whether the newer base has what the image's base layers do not: only the older base tells if the image removes it. */
export function isOlderAsked(now: ImageOutcome, { depth, newer }: Omit<Bases, 'older'>): boolean {
  const packages = new Set(now.packages.filter(({ layer }) => layer < depth).map(nameOf));
  const facts = new Set(now.findings.filter((one) => isBelow(one, depth)).map(factOf));
  return (
    newer.packages.some((one) => !packages.has(nameOf(one))) ||
    newer.findings.some((one) => one.where.kind === 'layer' && !facts.has(factOf(one)))
  );
}

/**
 * What layers above the base install stays, unless the newer base has the same package of the distribution in a version
 * that is not lower; what they remove of the base they remove of the newer one. Nothing of that may be refused. Pure.
 */
export function outcomeUpon(now: ImageOutcome, { depth, newer, older }: Bases): ImageOutcome {
  const shift = newer.image.layers.length - depth;
  const layers = [...newer.image.layers, ...now.image.layers.slice(depth)];
  // One that only the older base had goes with it.
  const os = newer.os ?? (now.os !== undefined && now.os.layer >= depth ? now.os : undefined);
  return {
    image: imageUpon(now.image, newer.image, layers, depth),
    ...(os === undefined ? {} : { os }),
    packages: packagesUpon(now, newer, older, depth, shift),
    findings: factsUpon(now, newer, older, depth, shift),
    refusals: now.refusals.filter(
      ({ digest }) => !now.image.layers.slice(0, depth).some((one) => one.digest === digest),
    ),
    kinds: [...newer.image.layers.map(() => 'base' as const), ...now.kinds.slice(depth)],
    accounting: now.accounting,
  };
}

function imageUpon(now: Image, newer: Image, layers: Image['layers'], depth: number): Image {
  const [, above] = splitHistory(now.config.history, depth);
  return {
    ...now,
    layers,
    config: {
      ...now.config,
      history: [...newer.config.history, ...above],
      diffIds: [...newer.config.diffIds, ...now.config.diffIds.slice(depth)],
    },
  };
}

function packagesUpon(
  now: ImageOutcome,
  newer: ImageOutcome,
  older: ImageOutcome | undefined,
  depth: number,
  shift: number,
): readonly Package[] {
  const kept = new Set(now.packages.filter(({ layer }) => layer < depth).map(nameOf));
  const lost = new Set((older?.packages ?? []).map(nameOf).filter((name) => !kept.has(name)));
  const below = Map.groupBy(newer.packages, nameOf);
  const sameSystem = isSameSystem(now, newer);
  const above = now.packages.filter(({ layer }) => layer >= depth);
  const isOvertaken = (one: Package): boolean =>
    sameSystem &&
    isSystemPackage(one) &&
    (below.get(nameOf(one)) ?? []).some(
      ({ version }) => compareVersions(one.type, version, one.version) >= 0,
    );
  const stays = above.filter((one) => !isOvertaken(one));
  const replaced = new Set(stays.filter(isSystemPackage).map(nameOf));
  const written = new Set(stays.filter((one) => !isSystemPackage(one)).map(({ path }) => path));
  const overtaken = new Set(above.filter(isOvertaken).map(nameOf));
  return [
    ...newer.packages.filter((one) => {
      const name = nameOf(one);
      if (replaced.has(name) || written.has(one.path)) return false;
      // Installed again above, in a version that the newer base has by itself.
      return overtaken.has(name) || !lost.has(name);
    }),
    ...stays.map((one) => ({ ...one, layer: one.layer + shift })),
  ];
}

/** Of one release: only there do versions of the distribution's packages compare. */
export function isSameSystem(a: Pick<ImageOutcome, 'os'>, b: Pick<ImageOutcome, 'os'>): boolean {
  return a.os?.id === b.os?.id && a.os?.versionId === b.os?.versionId;
}

/** Facts of the newer base's configuration are left out: the image has one of its own. */
function factsUpon(
  now: ImageOutcome,
  newer: ImageOutcome,
  older: ImageOutcome | undefined,
  depth: number,
  shift: number,
): readonly Finding[] {
  const kept = new Set(now.findings.filter((one) => isBelow(one, depth)).map(factOf));
  const lost = new Set((older?.findings ?? []).map(factOf).filter((one) => !kept.has(one)));
  return [
    ...newer.findings.filter((one) => one.where.kind === 'layer' && !lost.has(factOf(one))),
    ...now.findings.filter((one) => !isBelow(one, depth)).map((one) => shifted(one, shift)),
  ];
}

/** Whether a finding lies in the lowest layers. */
export function isBelow({ where }: Finding, depth: number): boolean {
  return where.kind === 'layer' && where.layer < depth;
}

export function shifted(finding: Finding, shift: number): Finding {
  const { where } = finding;
  return where.kind === 'layer' ? { ...finding, where: { ...where, layer: where.layer + shift } } : finding;
}

function nameOf({ type, name, architecture = '' }: Package): string {
  return [type, name, architecture].join('\n');
}

function factOf({ rule, subject, where }: Finding): string {
  return [rule, subject, where.kind === 'layer' ? where.path : ''].join('\n');
}
