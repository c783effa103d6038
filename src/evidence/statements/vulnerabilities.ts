// What a scan knew of vulnerabilities, as in-toto's and as cosign's predicate.
import type { JudgedFinding, Result, ScannedImage } from '../../terms/verdict.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import type { Claim } from './statement.ts';

/** in-toto attestation spec/predicates/vulns_02.md. */
export function vulnerabilitiesClaim(result: Result, image: ScannedImage): Claim {
  const { asOf } = result.snapshot;
  return {
    predicateType: predicateTypes.vulnerabilities,
    predicate: {
      scanner: {
        ...scanner(result),
        result: vulnerabilitiesOf(result, image).map(({ rule, severity, details, treatment }) => ({
          id: rule,
          severity: severities(severity, details),
          annotations: [
            { packages: 'purls' in details ? details.purls : [], treatment },
            ...('fixed' in details ? [{ fixed: details.fixed }] : []),
          ],
        })),
      },
      metadata: { scanStartedOn: asOf, scanFinishedOn: asOf },
    },
  };
}

/** cosign specs/COSIGN_VULN_ATTESTATION_SPEC.md; `result` is free there: ours holds our findings. */
export function cosignVulnerabilitiesClaim(result: Result, image: ScannedImage): Claim {
  const { asOf } = result.snapshot;
  return {
    predicateType: predicateTypes.cosignVulnerabilities,
    predicate: {
      invocation: { parameters: [], uri: '', event_id: '', 'builder.id': '' },
      scanner: { ...scanner(result), result: { vulnerabilities: vulnerabilitiesOf(result, image) } },
      metadata: { scanStartedOn: asOf, scanFinishedOn: asOf },
    },
  };
}

/** Those of this platform's packages: one reference may stand for several platforms. */
function vulnerabilitiesOf(result: Result, image: ScannedImage): readonly JudgedFinding[] {
  const own = new Set(image.packages.map(({ purl }) => purl));
  return result.findings.filter(
    ({ details, image: reference = image.reference }) =>
      details.kind !== 'fact' && reference === image.reference && details.purls.some((purl) => own.has(purl)),
  );
}

function severities(
  severity: JudgedFinding['severity'],
  details: JudgedFinding['details'],
): readonly { readonly method: string; readonly score: string }[] {
  const stated = { method: 'seaworthy', score: severity };
  if (details.kind !== 'vulnerability' || details.cvss === undefined) return [stated];
  const { vector, score } = details.cvss;
  return [
    stated,
    { method: /^CVSS:\d/.test(vector) ? vector.slice(0, 8) : 'CVSS:2.0', score: String(score) },
  ];
}

function scanner({ tool, snapshot }: Result): object {
  return {
    uri: `pkg:generic/${tool.name}@${tool.version}`,
    version: tool.version,
    db: {
      uri: `urn:seaworthy:advisories:${snapshot.source}`,
      version: snapshot.digest ?? '',
      lastUpdate: snapshot.updated ?? snapshot.asOf,
    },
  };
}
