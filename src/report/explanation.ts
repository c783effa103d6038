// Everything that is known about one finding: `--explain ID`.
import { shortDigest } from '../terms/digest.ts';
import { UserError } from '../terms/errors.ts';
import type { Finding } from '../terms/finding.ts';
import type { JudgedFinding, Result } from '../terms/verdict.ts';
import { forTerminal } from './encoders/terminal.ts';
import { compareFindings } from './groups.ts';
import { openPaint, severityTone, wrap } from './text/style.ts';

/**
 * Text about every finding with that rule or advisory id, aliases included, case ignored. Throws UserError
 * `not-found` when there is none.
 */
export function explainFinding(
  result: Result,
  id: string,
  options: { readonly color: boolean; readonly width: number },
): string {
  const wanted = id.toLowerCase();
  const found = result.findings.filter((finding) =>
    idsOf(finding).some((candidate) => candidate.toLowerCase() === wanted),
  );
  if (found.length === 0) {
    throw new UserError(
      'not-found',
      `no finding has the id ${forTerminal(id)}`,
      'Take an id from the report, or run it with --all to see every one.',
    );
  }
  const paint = openPaint(options.color);
  const width = Math.max(60, options.width);
  const blocks = found.toSorted(compareFindings).map((finding) => {
    const head = `${paint('strong', forTerminal(finding.rule))}  ${paint(severityTone(finding.severity), finding.severity)}`;
    const rows = factsOf(finding).flatMap(([name, value]) => {
      const [first = '', ...rest] = wrap(forTerminal(value), width - 18);
      return [`  ${name.padEnd(16)}${first}`, ...rest.map((line) => ' '.repeat(18) + line)];
    });
    return [head, ...rows].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function idsOf(finding: Finding): readonly string[] {
  return finding.details.kind === 'fact' ? [finding.rule] : [finding.rule, ...finding.details.ids];
}

type Fact = readonly [name: string, value: string];

function factsOf(finding: JudgedFinding): readonly Fact[] {
  const { waiver } = finding;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['what', finding.message],
    ['why it matters', finding.because],
    ['what to do', finding.fix],
    ['about', finding.subject],
    ['where', placeOf(finding.where)],
    ['owner', finding.owner],
    ...detailsOf(finding.details),
    [
      'judged',
      `${finding.treatment}${finding.blocksMerge ? ', blocks the merge' : ''} (${finding.judgedBy})`,
    ],
    ['origin', finding.origin],
    ['waiver', waiver && `${waiver.reason} (${waiver.owner}, until ${waiver.expires})`],
  ];
  return facts.flatMap(([name, value]): Fact[] =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
}

function placeOf(where: Finding['where']): string {
  switch (where.kind) {
    case 'layer': {
      const source = where.lockFile ?? where.dockerfile;
      const line = source && ` (${source.file}:${source.line})`;
      const made = where.instruction === undefined ? '' : `, made by ${where.instruction}`;
      return `${where.path} in layer ${where.layer} ${shortDigest(where.digest)}${made}${line ?? ''}`;
    }
    case 'image':
      return `the image’s ${where.field}`;
    case 'file':
      return `${where.file}:${where.line}, ${where.field}`;
    case 'urn':
      return `${where.urn}, ${where.field}`;
  }
}

function detailsOf(details: Finding['details']): readonly (readonly [string, string | undefined])[] {
  if (details.kind === 'fact') {
    return [
      ['is', details.actual],
      ['should be', details.required],
    ];
  }
  const shared = [
    ['ids', details.ids.join(', ')],
    ['packages', details.purls.join(', ')],
    ['published', details.published?.slice(0, 10)],
  ] as const;
  if (details.kind === 'malicious') return shared;
  const { aging, cvss, triage, references } = details;
  const basis = aging?.basis === 'published' ? 'publication, the fix is no older' : 'release of the fix';
  return [
    ['summary', details.summary],
    ['installed', details.installed],
    ['fixed in', details.fixed ?? 'no fix is known'],
    ...shared,
    ['ages from', aging && `${aging.since.slice(0, 10)} (${basis})`],
    ['exploited', details.knownExploited ? 'known to be exploited' : 'not known to be'],
    ['CVSS', cvss && `${cvss.score} ${cvss.vector}`],
    [
      'severity from',
      details.severitySource === 'none' ? 'nowhere: counts as high until known' : details.severitySource,
    ],
    ['vendor says', triage?.join(', ')],
    ['references', references?.join(' ')],
  ];
}
