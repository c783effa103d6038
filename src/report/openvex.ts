// The honoured waivers of a result as OpenVEX (openvex/spec, OPENVEX-SPEC.md v0.2.0): what others may take over.
import { createHash } from 'node:crypto';
import type { JudgedFinding, Result } from '../terms/verdict.ts';
import { withoutControls } from './encoders/terminal.ts';
import { compareText } from './groups.ts';
import { canonical } from './result-json.ts';

/**
 * One statement a waived vulnerability and waiver. A waiver says that a risk is taken and not that there is none:
 * `affected`, with its reason as the action statement, and never `not_affected`.
 */
export function renderOpenVex(result: Result): string {
  const { asOf } = result.snapshot;
  // What another author's VEX says is not ours to repeat.
  const waived = result.findings.filter(
    (finding) =>
      finding.waiver !== undefined &&
      finding.waiver.vex === undefined &&
      finding.details.kind === 'vulnerability',
  );
  const byStatement = Map.groupBy(waived, ({ rule, waiver }) => JSON.stringify([rule, waiver]));
  const statements = [...byStatement]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([, findings]) => statementOf(findings, asOf, result));
  const id = createHash('sha256')
    .update(JSON.stringify([asOf, statements]))
    .digest('hex');
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:seaworthy:vex:${id}`,
    author: 'Seaworthy, from the waivers of the policy',
    timestamp: asOf,
    tooling: `seaworthy ${result.tool.version}`,
    version: 1,
    statements,
  };
  return `${JSON.stringify(canonical(document), undefined, 2)}\n`;
}

function statementOf(findings: readonly JudgedFinding[], asOf: string, result: Result): object {
  const [first] = findings;
  const aliases = findings.flatMap(({ rule, details }) =>
    details.kind === 'vulnerability' ? details.ids.filter((id) => id !== rule) : [],
  );
  const { reason = '', owner = '', expires = '' } = first?.waiver ?? {};
  return {
    vulnerability: {
      name: withoutControls(first?.rule ?? ''),
      ...(aliases.length === 0 ? {} : { aliases: [...new Set(aliases.map(withoutControls))].sort() }),
    },
    timestamp: asOf,
    products: productsOf(findings, result),
    status: 'affected',
    action_statement: withoutControls(`Accepted by ${owner} until ${expires}: ${reason}`),
    action_statement_timestamp: asOf,
  };
}

/** Images by digest, each with the packages in it; packages alone where the image is not known. */
function productsOf(findings: readonly JudgedFinding[], result: Result): readonly object[] {
  const products = new Map<string, Set<string>>();
  for (const { image, details } of findings) {
    if (details.kind !== 'vulnerability') continue;
    const digests = result.images.filter((one) => one.reference === image).map((one) => one.digest);
    for (const product of digests.length === 0 ? [''] : digests) {
      const purls = products.get(product) ?? new Set();
      for (const purl of details.purls) purls.add(withoutControls(purl));
      products.set(product, purls);
    }
  }
  return [...products]
    .toSorted(([left], [right]) => compareText(left, right))
    .flatMap(([digest, purls]) => {
      const packages = [...purls].sort().map((purl) => ({ '@id': purl }));
      if (digest === '') return packages;
      return [
        {
          '@id': `pkg:oci/image@${encodeURIComponent(digest)}`,
          hashes: { 'sha-256': digest.replace(/^sha256:/, '') },
          subcomponents: packages,
        },
      ];
    });
}
