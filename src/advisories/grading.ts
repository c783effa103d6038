// How bad an alias set is (decision 6): the vendor's word, then CVSS, then an aliased record's, then unknown.
import { type Severity, severityRank } from '../terms/severity.ts';
import { scoreVector } from './cvss/score.ts';
import type { Advisory, Affected, SeverityEntry } from './record.ts';

export interface Graded {
  readonly severity: Severity;
  readonly source: 'vendor' | 'cvss' | 'alias' | 'none';
  readonly cvss?: { readonly vector: string; readonly score: number };
}

const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['important', 'high'],
  ['high', 'high'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['negligible', 'negligible'],
]);

/** `first` are the records that matched; a record of `others` is only asked when those say nothing. */
export function gradeOf(
  matched: readonly { readonly advisory: Advisory; readonly entry: Affected }[],
): Graded {
  const graded = matched.map(({ advisory, entry }) => gradeRecord(advisory, entry));
  const vendor = worst(graded.filter((one) => one.source === 'vendor'));
  const cvss = worst(graded.filter((one) => one.cvss !== undefined));
  if (vendor !== undefined) return cvss?.cvss === undefined ? vendor : { ...vendor, cvss: cvss.cvss };
  if (cvss !== undefined) return { ...cvss, source: graded[0]?.cvss === undefined ? 'alias' : 'cvss' };
  return { severity: 'unknown', source: 'none' };
}

function worst(graded: readonly Graded[]): Graded | undefined {
  return [...graded].sort((a, b) => severityRank(a.severity) - severityRank(b.severity))[0];
}

function gradeRecord(advisory: Advisory, entry: Affected): Graded {
  const entries = [...entry.severity, ...advisory.severity];
  const cvss = bestScore(entries);
  const word = vendorWord(advisory, entries);
  if (word !== undefined)
    return { severity: word, source: 'vendor', ...(cvss === undefined ? {} : { cvss }) };
  if (cvss === undefined) return { severity: 'unknown', source: 'none' };
  return { severity: severityOfScore(cvss.score), source: 'cvss', cvss };
}

/** AlmaLinux's and Rocky's summaries begin with it; Ubuntu's priority is a severity type of its own. */
function vendorWord(advisory: Advisory, entries: readonly SeverityEntry[]): Severity | undefined {
  const ubuntu = entries.find((one) => one.type === 'Ubuntu')?.score;
  const summary = /^(?:ALSA|RLSA)/.test(advisory.id) ? /^\w+/.exec(advisory.summary ?? '')?.[0] : undefined;
  return words.get((ubuntu ?? summary ?? advisory.word ?? '').toLowerCase());
}

/** The newest version of CVSS that has a readable vector. */
function bestScore(entries: readonly SeverityEntry[]): Graded['cvss'] {
  for (const type of ['CVSS_V4', 'CVSS_V3', 'CVSS_V2']) {
    for (const entry of entries) {
      const score = entry.type === type ? scoreVector(entry.score) : undefined;
      if (score !== undefined) return { vector: entry.score, score };
    }
  }
  return undefined;
}

/** The qualitative scale of CVSS 3.1 §5 and 4.0 §6. */
function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'negligible';
}
