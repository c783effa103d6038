// Where a finding stands, as SARIF locations: a line of a file of the repository where it is known.
import type { JudgedFinding } from '../../terms/verdict.ts';
import { forSarif } from '../encoders/sarif.ts';
import { withoutControls } from '../encoders/terminal.ts';
import { readPurlName } from '../groups.ts';

/** One location; code scanning shows nothing that lacks a `physicalLocation` (SARIF 2.1.0 §3.28). */
export function locateFinding(finding: JudgedFinding, fallback: string): object {
  const { where } = finding;
  const logical = logicalName(finding);
  return {
    physicalLocation: physical(finding, fallback),
    ...(where.kind === 'layer' && where.instruction !== undefined
      ? { message: { text: forSarif(`layer ${where.layer}: ${where.instruction}`, 300) } }
      : {}),
    logicalLocations: [logical],
  };
}

function physical(finding: JudgedFinding, fallback: string): object {
  const { where } = finding;
  if (where.kind === 'file') return at(where.file, where.line);
  if (where.kind === 'layer') {
    const { file, line } = where.lockFile ?? where.dockerfile ?? { file: where.path, line: 1 };
    return at(file, line);
  }
  return at(fallback, 1);
}

function at(path: string, line: number): object {
  return { artifactLocation: { uri: relativeUri(path) }, region: { startLine: Math.max(1, line) } };
}

/** A path as a relative URI that leads nowhere but down. */
export function relativeUri(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const uri = segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
  return uri === '' ? 'unknown' : uri;
}

function logicalName(finding: JudgedFinding): object {
  const { where, subject } = finding;
  if (where.kind === 'urn') return { fullyQualifiedName: withoutControls(where.urn), kind: 'resource' };
  const name = readPurlName(subject)?.name;
  return {
    fullyQualifiedName: withoutControls(subject),
    ...(name === undefined ? {} : { name: withoutControls(name), kind: 'package' }),
  };
}
