// Findings about vulnerable packages as CycloneDX `vulnerabilities`.
import type { Finding, VulnerabilityDetails } from '../terms/finding.ts';
import type { Severity } from '../terms/severity.ts';
import type { identifyPackages } from './identity.ts';

/** One entry a finding, for the packages that the document lists. */
export function describeVulnerabilities(
  findings: readonly Finding[],
  components: ReturnType<typeof identifyPackages>,
): readonly object[] {
  const references = Map.groupBy(components, (item) => item.package.purl);
  return findings
    .flatMap((finding) => {
      const { details } = finding;
      if (details.kind === 'fact') return [];
      const affects = [...new Set(details.purls)]
        .flatMap((purl) => references.get(purl) ?? [])
        .map((item) => ({ ref: item.reference }));
      return affects.length === 0 ? [] : [describe(finding, details.ids, affects)];
    })
    .toSorted((left, right) => (left['bom-ref'] < right['bom-ref'] ? -1 : 1));
}

function describe(finding: Finding, ids: readonly string[], affects: readonly object[]) {
  const vulnerability = finding.details.kind === 'vulnerability' ? finding.details : undefined;
  const published = finding.details.kind === 'fact' ? undefined : finding.details.published;
  const others = ids.filter((id) => id !== finding.rule);
  return {
    'bom-ref': `vulnerability:${finding.rule}:${finding.subject}`,
    id: finding.rule,
    source: sourceOf(finding.rule),
    ...(others.length === 0 ? {} : { references: others.map((id) => ({ id, source: sourceOf(id) })) }),
    ratings: [rating(finding.severity, vulnerability)],
    ...(vulnerability?.summary === undefined ? {} : { description: vulnerability.summary }),
    recommendation: finding.fix,
    ...(published === undefined ? {} : { published }),
    affects,
    properties: [
      ...(vulnerability?.knownExploited === true
        ? [{ name: 'seaworthy:knownExploited', value: 'true' }]
        : []),
      ...(vulnerability?.fixed === undefined
        ? []
        : [{ name: 'seaworthy:fixed', value: vulnerability.fixed }]),
    ],
  };
}

function rating(severity: Severity, details: VulnerabilityDetails | undefined): object {
  const cvss = details?.cvss;
  const word = severity === 'negligible' ? 'info' : severity;
  if (cvss === undefined) return { severity: word };
  return { score: cvss.score, severity: word, method: methodOf(cvss.vector), vector: cvss.vector };
}

function methodOf(vector: string): string {
  if (vector.startsWith('CVSS:4')) return 'CVSSv4';
  if (vector.startsWith('CVSS:3.1')) return 'CVSSv31';
  return vector.startsWith('CVSS:3') ? 'CVSSv3' : 'CVSSv2';
}

function sourceOf(id: string): object {
  return {
    name: /^[A-Z]+/.exec(id)?.[0] ?? 'unknown',
    url: `https://osv.dev/vulnerability/${encodeURIComponent(id.toWellFormed())}`,
  };
}
