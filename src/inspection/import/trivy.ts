// Reads Trivy's JSON report, schema version 2 (trivy.dev, «Reporting»).
import { z } from 'zod';
import {
  digestsIn,
  instantOf,
  severityOfWord,
  stated,
  type ToolFact,
  type ToolReport,
  type ToolVulnerability,
} from './tool-report.ts';

const text = z.string().optional();

const score = z.object({
  V3Vector: text,
  V3Score: z.number().optional(),
  V40Vector: text,
  V40Score: z.number().optional(),
});

const vulnerability = z.object({
  VulnerabilityID: z.string().min(1),
  VendorIDs: z.array(z.string()).optional(),
  PkgName: z.string(),
  PkgIdentifier: z.object({ PURL: text }).optional(),
  InstalledVersion: text,
  FixedVersion: text,
  Severity: text,
  CVSS: z.record(z.string(), score).optional(),
  Title: text,
  PublishedDate: text,
});

const misconfiguration = z.object({
  ID: z.string(),
  Title: text,
  Description: text,
  Message: text,
  Resolution: text,
  Severity: text,
  Status: text,
  CauseMetadata: z.object({ StartLine: z.number().optional() }).optional(),
});

/** `Match` and `Code` hold parts of the secret itself: they are not read. */
const secret = z.object({
  RuleID: z.string(),
  Title: text,
  Severity: text,
  StartLine: z.number().optional(),
});

const result = z.object({
  Target: z.string(),
  Vulnerabilities: z.array(vulnerability).nullish(),
  Misconfigurations: z.array(misconfiguration).nullish(),
  Secrets: z.array(secret).nullish(),
});

export const trivySchema = z.object({
  SchemaVersion: z.literal(2),
  Metadata: z.object({ ImageID: text, RepoDigests: z.array(z.string()).nullish() }).optional(),
  Results: z.array(result).nullish(),
});

export function readTrivy({ Metadata, Results }: z.infer<typeof trivySchema>): ToolReport {
  return {
    tool: 'Trivy',
    digests: digestsIn([Metadata?.ImageID, ...(Metadata?.RepoDigests ?? [])]),
    items: (Results ?? []).flatMap(({ Target, Vulnerabilities, Misconfigurations, Secrets }) => [
      ...(Vulnerabilities ?? []).map(toVulnerability),
      ...(Misconfigurations ?? [])
        .filter(({ Status }) => Status !== 'PASS')
        .map((one) => toCheck(one, Target)),
      ...(Secrets ?? []).map((one) => toSecret(one, Target)),
    ]),
  };
}

function toVulnerability(one: z.infer<typeof vulnerability>): ToolVulnerability {
  const scores = Object.entries(one.CVSS ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const cvss = scores
    .map(([, each]) => ({ vector: each.V40Vector ?? each.V3Vector, score: each.V40Score ?? each.V3Score }))
    .flatMap(({ vector, score }) =>
      vector === undefined || score === undefined ? [] : [{ vector, score }],
    )[0];
  return {
    kind: 'vulnerability',
    ids: [one.VulnerabilityID, ...(one.VendorIDs ?? [])],
    name: one.PkgName,
    installed: one.InstalledVersion ?? '',
    fixes: (one.FixedVersion ?? '').split(/,\s*/).filter(Boolean),
    severity: severityOfWord(one.Severity),
    ...stated({
      purl: one.PkgIdentifier?.PURL,
      cvss,
      published: instantOf(one.PublishedDate),
      summary: one.Title,
    }),
  };
}

function toCheck(one: z.infer<typeof misconfiguration>, target: string): ToolFact {
  return {
    kind: 'fact',
    rule: one.ID,
    severity: severityOfWord(one.Severity),
    file: { path: target, line: one.CauseMetadata?.StartLine || 1 },
    message: one.Message || one.Title || one.ID,
    ...stated({ because: one.Description, fix: one.Resolution }),
  };
}

function toSecret(one: z.infer<typeof secret>, target: string): ToolFact {
  return {
    kind: 'fact',
    rule: one.RuleID,
    severity: severityOfWord(one.Severity),
    file: { path: target, line: one.StartLine || 1 },
    message: `${one.Title ?? one.RuleID} in ${target}`,
  };
}
