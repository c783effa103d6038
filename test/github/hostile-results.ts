// More than five hundred hostile strings, and a result that quotes one wherever a text from outside may stand.
import type { Finding } from '../../src/terms/finding.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { hostile } from '../report/hostile.ts';
import { image, openssl, sample, vulnerability } from '../report/sample.ts';

const dressings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `harmless\n${text}`,
  (text) => `a ${text} b`,
  (text) => `${text}\r\n${text}`,
  (text) => `\`${text}`,
];

export const manyHostile: readonly string[] = [...new Set(dressings.flatMap((dress) => hostile.map(dress)))];

function inLockFile({ where }: Finding, text: string): Finding['where'] {
  return where.kind === 'layer' ? { ...where, lockFile: { file: text, line: 3 } } : where;
}

export function quoting(text: string): Result {
  const finding = vulnerability(
    'CVE-2026-1',
    openssl,
    { summary: text, ids: ['CVE-2026-1', text], references: [text], installed: text, fixed: text },
    { message: text, fix: text, because: text, owner: text, judgedBy: text, severity: 'high' },
  );
  const waiver = { reason: text, owner: text, expires: '2026-12-24' };
  return {
    ...sample,
    verdict: {
      merge: 'fail',
      certificate: 'fail',
      reasons: [{ question: 'both', judgement: 'fail', message: text, fix: text }],
      wouldBe: { merge: 'fail', line: 'consider: introduced' },
    },
    grade: { ...image.grade, sentence: text, because: [text] },
    images: [{ ...image, reference: text }],
    findings: [
      { ...finding, where: { kind: 'file', file: text, line: 3, field: text } },
      { ...finding, subject: text, rule: 'CVE-2026-2', where: inLockFile(finding, text) },
      { ...finding, rule: 'CVE-2026-3', treatment: 'waived', blocksMerge: false, waiver },
    ],
    waivers: [{ rule: 'CVE-2026-3', subject: text, ...waiver, uses: 1 }],
    warnings: [text],
    base: { reference: text, grade: 'C' },
    stack: {
      source: text,
      resources: 1,
      coverage: { seen: 1, opaque: [{ subject: text, reason: text }], percent: 50 },
    },
    reach: {
      changes: {
        opened: 1,
        closed: 0,
        changed: 0,
        listed: [{ kind: 'opened', source: text, destination: text, before: text, after: text }],
      },
      graph: {
        folded: false,
        nodes: [text, 'db'],
        edges: [{ from: text, to: 'db', label: text, kind: 'allowed', opened: true }],
      },
    },
  };
}

/** One result that quotes several of them, each in findings, waivers and an image of its own. */
export function quotingAll(texts: readonly string[]): Result {
  const each = texts.map(quoting);
  const [first = sample] = each;
  const rules = (result: Result, at: number): Result['findings'] =>
    result.findings.map((one) => ({ ...one, rule: `${one.rule}${String(at).padStart(3, '0')}` }));
  return {
    ...first,
    ...(first.verdict !== undefined && {
      verdict: { ...first.verdict, reasons: each.flatMap(({ verdict }) => verdict?.reasons ?? []) },
    }),
    images: each.flatMap(({ images }) => images),
    findings: each.flatMap(rules),
    waivers: each.flatMap(({ waivers }) => waivers),
    warnings: each.flatMap(({ warnings }) => warnings),
  };
}
