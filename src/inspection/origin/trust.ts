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
  /** References that images may be built upon; `*` stands for any text; empty: any. */
  readonly bases: readonly string[];
}

export function underTrust(
  findings: readonly Finding[],
  reference: string,
  { registries, origins, bases }: Trust,
  labels: Readonly<Record<string, string>> = {},
): readonly Finding[] {
  const kept = origins.length === 0 ? findings : findings.filter((one) => !isTrusted(one, origins));
  return [...kept, ...judgeRegistry(reference, registries), ...judgeBase(reference, bases, labels)];
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

/** The label is the builder's word (OCI image-spec annotations.md): it finds mistakes, no lies. */
function judgeBase(
  reference: string,
  bases: readonly string[],
  labels: Readonly<Record<string, string>>,
): readonly Finding[] {
  if (bases.length === 0) return [];
  const base = new Map(Object.entries(labels)).get('org.opencontainers.image.base.name');
  if (base !== undefined && bases.some((pattern) => matches(pattern, base))) return [];
  return [
    makeFinding(originRules.foreignBase, {
      subject: reference,
      where: configPlace('config.Labels'),
      message:
        base === undefined
          ? `${reference} does not say which base it is built upon.`
          : `${reference} is built upon ${base}, which the policy does not allow.`,
      required: bases.join(', '),
      ...(base === undefined ? {} : { actual: base }),
    }),
  ];
}

function matches(pattern: string, base: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return base === pattern;
  const last = rest.pop() ?? '';
  if (!base.startsWith(head) || base.length < head.length + last.length || !base.endsWith(last)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = base.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= base.length - last.length;
}
