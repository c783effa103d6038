// What the policy trusts: its hosts and vendors are no findings any more, other registries are.
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import { configPlace, makeFinding } from '../make-finding.ts';
import type { KnownBase } from './base/judge.ts';
import { type AllowedBase, isIn, judgeAllowedBase } from './base/policy.ts';
import { hostMatches, hostOf } from './hosts.ts';
import { isOwnLibrary } from './judge-libraries.ts';
import { originRules } from './rules.ts';

export interface Trust {
  /** Registries, with or without a path, that images may come from; empty: any. */
  readonly registries: readonly string[];
  /** Hosts of package sources, and vendors, besides the distribution's own. */
  readonly origins: readonly string[];
  /** Fingerprints or long ids of keys, upper-case hex, that may be trusted and sign besides the distribution's own. */
  readonly keys: readonly string[];
  /** File names of Java libraries of the team's own, which say of nobody that they published them; `*`: any text. */
  readonly ownLibraries: readonly string[];
  /** What images may be built upon; empty: anything. */
  readonly bases: readonly AllowedBase[];
}

export const trustAll: Trust = { registries: [], origins: [], keys: [], ownLibraries: [], bases: [] };

/** The findings of an image and its base, as a policy that trusts has them. */
export function underTrust(
  findings: readonly Finding[],
  image: Pick<Image, 'reference' | 'config'>,
  trust: Trust,
  asOf: Date,
  base?: KnownBase,
): readonly Finding[] {
  const { registries, origins, keys, ownLibraries } = trust;
  const nothing = [origins, keys, ownLibraries].every((list) => list.length === 0);
  const kept = nothing ? findings : findings.filter((one) => !isTrusted(one, trust));
  return [
    ...kept,
    ...judgeRegistry(image.reference, registries),
    ...judgeAllowedBase(image, base, trust, asOf),
  ];
}

const bySource: ReadonlySet<string> = new Set([
  originRules.foreignSource.id,
  originRules.plainSource.id,
  originRules.keylessSource.id,
  originRules.foreignRegistryOfLanguage.id,
]);

const byKey: ReadonlySet<string> = new Set([originRules.foreignKey.id, originRules.foreignSigner.id]);

function isTrusted({ rule, details }: Finding, { origins, keys, ownLibraries }: Trust): boolean {
  const actual = details.kind === 'fact' ? (details.actual ?? '') : '';
  if (byKey.has(rule)) return actual.split(', ').every((key) => keys.some((one) => isKey(one, key)));
  if (rule === originRules.foreignVendor.id) return origins.includes(actual);
  if (rule === originRules.unnamedLibrary.id) return isOwnLibrary(actual, ownLibraries);
  const host = bySource.has(rule) ? hostOf(actual) : undefined;
  return host !== undefined && origins.some((one) => hostMatches(one.toLowerCase(), host));
}

/** The long id of a version 4 key is the end of its fingerprint (RFC 9580 §5.5.4.2). */
function isKey(allowed: string, key: string): boolean {
  return key === allowed || key.endsWith(allowed) || allowed.endsWith(key);
}

/** Images from files come from no registry: nothing can be said of them. */
function judgeRegistry(reference: string, registries: readonly string[]): readonly Finding[] {
  if (registries.length === 0 || isIn(registries, reference)) return [];
  if (/^(?:oci|oci-archive|docker-archive|docker-daemon):/.test(reference)) return [];
  return [
    makeFinding(originRules.foreignRegistry, {
      subject: reference,
      where: configPlace('reference'),
      message: `${reference} comes from a registry that the policy does not allow.`,
      required: registries.join(', '),
    }),
  ];
}
