// Reads Clair's vulnerability report (v4) and the older form that Quay's API answers with.
import { z } from 'zod';
import {
  digestsIn,
  instantOf,
  severityOfWord,
  stated,
  type ToolReport,
  type ToolVulnerability,
} from './tool-report.ts';

const text = z.string().optional();
const id = /(?:CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3}|RH[SBE]A-\d{4}:\d+|[A-Z]{2,8}-\d{4}[-:]\d+)/g;

export const clairSchema = z.object({
  manifest_hash: z.string(),
  packages: z.record(z.string(), z.object({ name: z.string(), version: text })),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string().min(1),
      description: text,
      issued: text,
      links: text,
      normalized_severity: text,
      fixed_in_version: text,
    }),
  ),
  package_vulnerabilities: z.record(z.string(), z.array(z.string())),
});

export function readClair(report: z.infer<typeof clairSchema>): ToolReport {
  const packages = new Map(Object.entries(report.packages));
  const vulnerabilities = new Map(Object.entries(report.vulnerabilities));
  return {
    tool: 'Clair',
    digests: digestsIn([report.manifest_hash]),
    items: Object.entries(report.package_vulnerabilities).flatMap(([key, names]) =>
      names.flatMap((name): readonly ToolVulnerability[] => {
        const [affected, found] = [packages.get(key), vulnerabilities.get(name)];
        if (affected === undefined || found === undefined) return [];
        return [
          {
            kind: 'vulnerability',
            ids: idsIn(found.name, found.links),
            name: affected.name,
            installed: affected.version ?? '',
            fixes: fixesIn(found.fixed_in_version),
            severity: severityOfWord(found.normalized_severity),
            ...stated({ published: instantOf(found.issued), summary: found.description || undefined }),
          },
        ];
      }),
    ),
  };
}

/** Quay writes what it does not know as null. */
const known = z
  .string()
  .nullish()
  .transform((one) => one ?? undefined);

const feature = z.object({
  Name: z.string(),
  Version: known,
  Vulnerabilities: z
    .array(
      z.object({ Name: z.string().min(1), Severity: known, FixedBy: known, Description: known, Link: known }),
    )
    .nullish(),
});

export const quaySchema = z.object({
  status: z.string(),
  data: z.object({ Layer: z.object({ Name: text, Features: z.array(feature).nullish() }) }).nullable(),
});

export function readQuay({ data }: z.infer<typeof quaySchema>): ToolReport {
  return {
    tool: 'Quay',
    digests: digestsIn([data?.Layer.Name]),
    items: (data?.Layer.Features ?? []).flatMap(({ Name, Version, Vulnerabilities }) =>
      (Vulnerabilities ?? []).map(
        (one): ToolVulnerability => ({
          kind: 'vulnerability',
          ids: idsIn(one.Name, one.Link),
          name: Name,
          installed: Version ?? '',
          fixes: fixesIn(one.FixedBy),
          severity: severityOfWord(one.Severity),
          ...stated({ summary: one.Description || undefined }),
        }),
      ),
    ),
  };
}

/** Names such as `RHSA-2026:1: openssl security update (Important)`: the ids in them; CVEs stand in the links too. */
function idsIn(name: string, links: string | undefined): readonly string[] {
  const named = name.match(id) ?? [];
  const linked = named.some((one) => one.startsWith('CVE-'))
    ? []
    : ((links ?? '').match(/CVE-\d{4}-\d+/g) ?? []);
  const ids = [...new Set([...named, ...linked])];
  return ids.length === 0 ? [name] : ids;
}

/** A version, or `fixed=1.2&introduced=0` for language packages. */
function fixesIn(word: string | undefined): readonly string[] {
  if (word === undefined || word === '' || word === '0') return [];
  if (!word.includes('=')) return [word];
  const fixed = new URLSearchParams(word).get('fixed');
  return fixed === null || fixed === '' ? [] : [fixed];
}
