// What the policy trusts: its hosts and vendors are no findings any more, other registries are.
import type { Finding } from '../../terms/finding.ts';
import { configPlace, makeFinding } from '../make-finding.ts';
import { hostMatches, hostOf } from './hosts.ts';
import { originRules } from './rules.ts';

export interface Trust {
  /** Registries, with or without a path, that images may come from; empty: any. */
  readonly registries: readonly string[];
  /** Hosts of package sources, and vendors, besides the distribution's own. */
  readonly origins: readonly string[];
}

export function underTrust(
  findings: readonly Finding[],
  reference: string,
  { registries, origins }: Trust,
): readonly Finding[] {
  const kept = origins.length === 0 ? findings : findings.filter((one) => !isTrusted(one, origins));
  return [...kept, ...judgeRegistry(reference, registries)];
}

const bySource: ReadonlySet<string> = new Set([originRules.foreignSource.id, originRules.plainSource.id]);

function isTrusted({ rule, details }: Finding, origins: readonly string[]): boolean {
  const actual = details.kind === 'fact' ? (details.actual ?? '') : '';
  if (rule === originRules.foreignVendor.id) return origins.includes(actual);
  const host = bySource.has(rule) ? hostOf(actual) : undefined;
  return host !== undefined && origins.some((one) => hostMatches(one.toLowerCase(), host));
}

/** Images from files come from no registry: nothing can be said of them. */
function judgeRegistry(reference: string, registries: readonly string[]): readonly Finding[] {
  if (registries.length === 0) return [];
  if (/^(?:oci|oci-archive|docker-archive|docker-daemon):/.test(reference)) return [];
  if (registries.some((one) => reference.startsWith(`${one.replace(/\/$/, '')}/`))) return [];
  return [
    makeFinding(originRules.foreignRegistry, {
      subject: reference,
      where: configPlace('reference'),
      message: `${reference} comes from a registry that the policy does not allow.`,
      required: registries.join(', '),
    }),
  ];
}
