// Reads Grype's JSON report (anchore/grype, `-o json`).
import { z } from 'zod';
import { digestsIn, severityOfWord, stated, type ToolReport, type ToolVulnerability } from './tool-report.ts';

const text = z.string().optional();

const vulnerability = z.object({
  id: z.string().min(1),
  severity: text,
  description: text,
  cvss: z
    .array(z.object({ vector: text, metrics: z.object({ baseScore: z.number().optional() }).optional() }))
    .nullish(),
});

const match = z.object({
  vulnerability: vulnerability.extend({
    fix: z.object({ versions: z.array(z.string()).nullish() }).optional(),
  }),
  relatedVulnerabilities: z.array(vulnerability).nullish(),
  artifact: z.object({ name: z.string(), version: text, purl: text }),
});

export const grypeSchema = z.object({
  matches: z.array(match),
  source: z
    .object({
      target: z
        .union([
          z.string(),
          z.object({ imageID: text, manifestDigest: text, repoDigests: z.array(z.string()).nullish() }),
        ])
        .optional(),
    })
    .optional(),
  descriptor: z.object({ name: z.string() }),
});

export function readGrype({ matches, source }: z.infer<typeof grypeSchema>): ToolReport {
  const target = typeof source?.target === 'object' ? source.target : undefined;
  return {
    tool: 'Grype',
    digests: digestsIn([target?.imageID, target?.manifestDigest, ...(target?.repoDigests ?? [])]),
    items: matches.map(toVulnerability),
  };
}

function toVulnerability({
  vulnerability,
  relatedVulnerabilities,
  artifact,
}: z.infer<typeof match>): ToolVulnerability {
  const related = relatedVulnerabilities ?? [];
  const cvss = [vulnerability, ...related]
    .flatMap((one) => one.cvss ?? [])
    .flatMap(({ vector, metrics }) =>
      vector === undefined || metrics?.baseScore === undefined ? [] : [{ vector, score: metrics.baseScore }],
    )[0];
  return {
    kind: 'vulnerability',
    ids: [...new Set([vulnerability.id, ...related.map(({ id }) => id)])],
    name: artifact.name,
    installed: artifact.version ?? '',
    fixes: vulnerability.fix?.versions ?? [],
    severity: severityOfWord(vulnerability.severity),
    ...stated({
      purl: artifact.purl === '' ? undefined : artifact.purl,
      cvss,
      summary: vulnerability.description ?? related[0]?.description,
    }),
  };
}
