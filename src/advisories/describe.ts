// Makes the finding of one alias set on one source package.

import { formatPurl, parsePurl } from '../packages/purl.ts';
import { Bug } from '../terms/errors.ts';
import type { Finding, VulnerabilityDetails, Where } from '../terms/finding.ts';
import type { Layer } from '../terms/image.ts';
import { shownId } from './alias-sets.ts';
import { isMalicious } from './applies.ts';
import { gradeOf } from './grading.ts';
import type { Match, NamedMatch } from './matched.ts';
import { fixedUnit } from './queries.ts';
import { highest } from './ranges.ts';

/** `set` is not empty; all of it is about one source package in one version. */
export function describeSet(
  set: readonly NamedMatch[],
  exploited: ReadonlySet<string>,
  layers: readonly Layer[],
): Finding {
  const [first] = set;
  if (first === undefined) throw new Bug('an alias set without a record');
  const advisories = [...new Set(set.map((one) => one.advisory))];
  const malicious = advisories.filter(isMalicious);
  const ids = unique(set.flatMap((one) => one.ids));
  const purls = unique(set.map((one) => one.pkg.purl));
  const published = unique(advisories.flatMap((one) => one.published ?? []))[0];
  const subject = subjectOf(first);
  const name = unitName(first);
  const where = whereOf(first, layers);
  if (malicious.length > 0) {
    const rule = ids.find((id) => id.startsWith('MAL-')) ?? ids[0] ?? '';
    return {
      rule,
      severity: 'critical',
      subject,
      where,
      message: `${name} ${first.pkg.version} is reported as malicious (${rule}).`,
      because: 'Its code does harm by itself when it is installed or run.',
      fix: `Remove ${name}, and treat secrets that its build or containers could read as stolen.`,
      details: { kind: 'malicious', ids, purls, ...(published === undefined ? {} : { published }) },
    };
  }
  const rule = shownId(
    ids,
    advisories.map((one) => one.id),
  );
  const { severity, source, cvss } = gradeOf(set);
  const fixed = fixedVersion(set);
  const knownExploited = ids.some((id) => exploited.has(id));
  const aging = agingOf(set, fixed, published);
  const triage = unique(set.flatMap((one) => one.entry.triage));
  const summary = advisories.find((one) => one.summary !== undefined)?.summary;
  const references = unique(advisories.flatMap((one) => one.references)).slice(0, 8);
  const details: VulnerabilityDetails = {
    kind: 'vulnerability',
    ids,
    purls,
    installed: fixedUnit(first.pkg).version,
    ...(fixed === undefined ? {} : { fixed }),
    ...(published === undefined ? {} : { published }),
    ...(aging === undefined ? {} : { aging }),
    knownExploited,
    ...(cvss === undefined ? {} : { cvss }),
    severitySource: source,
    ...(triage.length === 0 ? {} : { triage }),
    ...(summary === undefined ? {} : { summary }),
    ...(references.length === 0 ? {} : { references }),
  };
  return {
    rule,
    severity,
    subject,
    where,
    message: `${name} ${details.installed} is affected by ${rule}${fixed === undefined ? '; no fix is known' : `, fixed in ${fixed}`}.`,
    because: knownExploited
      ? 'It is being exploited: CISA lists it among the known exploited vulnerabilities.'
      : (summary ?? `${ids[0] ?? rule} names this version as vulnerable.`),
    fix:
      fixed === undefined
        ? `Watch ${rule} for a fix, or remove ${name} if the image can do without it.`
        : `Update ${name} to ${fixed} or later.`,
    details,
  };
}

/** Every record of the set must be fixed: the highest of their fixes, none if one has none that any alias states. */
function fixedVersion(set: readonly Match[]): string | undefined {
  const [first] = set;
  const fixes = set.flatMap((one) => one.fixed ?? []);
  return first === undefined ? undefined : highest(fixes, first.order);
}

/** Errata come out with their fix; elsewhere the publication is only a bound of the fix's age. */
function agingOf(
  set: readonly Match[],
  fixed: string | undefined,
  published: string | undefined,
): VulnerabilityDetails['aging'] {
  if (fixed === undefined) return undefined;
  const released = unique(
    set.flatMap(({ advisory }) => advisory.fixReleased ?? erratumDate(advisory) ?? []),
  )[0];
  if (released !== undefined) return { since: released, basis: 'fix-released' };
  return published === undefined ? undefined : { since: published, basis: 'published' };
}

function erratumDate(advisory: Match['advisory']): string | undefined {
  const isErratum = /^(?:ALSA|RLSA|RHSA|USN|DSA|DLA|SUSE-SU|openSUSE-SU|MGASA|OESA)/.test(advisory.id);
  return isErratum ? advisory.published : undefined;
}

function unitName(match: Match): string {
  return match.pkg.source?.name ?? match.pkg.name;
}

function whereOf(match: Match, layers: readonly Layer[]): Where {
  const { layer, path } = match.pkg;
  const made = layers[layer];
  if (made === undefined) return { kind: 'image', field: path };
  const { digest, createdBy } = made;
  return {
    kind: 'layer',
    path,
    layer,
    digest,
    ...(createdBy === undefined ? {} : { instruction: createdBy }),
  };
}

/** Package URL of the source package without version and qualifiers: what a waiver names. */
function subjectOf(match: Match): string {
  const parsed = parsePurl(match.pkg.purl);
  if (parsed.kind === 'invalid') return match.pkg.purl;
  const { type, namespace, name } = parsed.purl;
  const formatted = formatPurl({ type, namespace, name: match.pkg.source?.name ?? name });
  return formatted.kind === 'ok' ? formatted.text : match.pkg.purl;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
