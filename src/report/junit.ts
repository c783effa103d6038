// A result as JUnit XML, for dashboards that know nothing but tests.
import type { JudgedFinding, Result } from '../terms/verdict.ts';
import { countFindings, isShown } from './counts.ts';
import { forXml } from './encoders/markup.ts';
import { compareFindings } from './groups.ts';
import { findingsByImage, imageTitle } from './images.ts';
import { joinSentences } from './prose.ts';

/**
 * One suite for the verdict's two questions, one for each image or the stack. A finding that blocks is a failure,
 * a waived one is skipped, a warning passes and says so; `incomplete` is an error.
 */
export function renderJunit(result: Result): string {
  const suites = [verdictSuite(result), ...findingSuites(result)].filter((suite) => suite !== undefined);
  const sum = (pick: (suite: Suite) => number): number =>
    suites.reduce((total, suite) => total + pick(suite), 0);
  const head = `tests="${sum((suite) => suite.cases.length)}" failures="${sum((suite) => suite.failures)}" errors="${sum((suite) => suite.errors)}" skipped="${sum((suite) => suite.skipped)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="seaworthy" ${head}>`,
    ...suites.map(renderSuite),
    '</testsuites>\n',
  ].join('\n');
}

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly properties: readonly (readonly [string, string])[];
}

function verdictSuite(result: Result): Suite | undefined {
  const { verdict } = result;
  if (verdict === undefined) return undefined;
  const answers = [
    ['merge', verdict.merge],
    ['certificate', verdict.certificate],
  ] as const;
  const cases = answers.map(([question, judgement]) => {
    if (judgement === 'pass') return testCase('verdict', question, '');
    const reasons = verdict.reasons.filter(
      (reason) => reason.question === question || reason.question === 'both',
    );
    const message = reasons.map((reason) => joinSentences(reason.message, reason.fix)).join('\n');
    const element = judgement === 'fail' ? 'failure' : 'error';
    return testCase('verdict', question, `<${element} type="${judgement}" message="${forXml(message)}"/>`);
  });
  return {
    name: 'verdict',
    cases,
    failures: answers.filter(([, judgement]) => judgement === 'fail').length,
    errors: answers.filter(([, judgement]) => judgement === 'incomplete').length,
    skipped: 0,
    properties: [
      ['grade', result.grade?.letter ?? 'not gradable'],
      ['asOf', result.snapshot.asOf],
    ],
  };
}

function findingSuites(result: Result): readonly Suite[] {
  if (result.stack !== undefined) return [findingSuite(result.stack.source, result.findings)];
  return findingsByImage(result).map(({ image, findings }) => findingSuite(imageTitle(image), findings));
}

function findingSuite(name: string, all: readonly JudgedFinding[]): Suite {
  const findings = all.filter(isShown).toSorted(compareFindings);
  const counts = countFindings(findings);
  return {
    name,
    cases: findings.map(findingCase),
    failures: findings.filter(blocks).length,
    errors: 0,
    skipped: counts.waived,
    properties: [],
  };
}

function findingCase(finding: JudgedFinding): string {
  const text = forXml(joinSentences(finding.message, finding.fix));
  const type = forXml(finding.severity);
  if (blocks(finding)) {
    return testCase(finding.subject, finding.rule, `<failure type="${type}" message="${text}"/>`);
  }
  if (finding.waiver !== undefined || finding.treatment === 'waived') {
    const why =
      finding.waiver === undefined ? '' : `${finding.waiver.reason} (until ${finding.waiver.expires})`;
    return testCase(finding.subject, finding.rule, `<skipped message="${forXml(why)}"/>`);
  }
  return testCase(finding.subject, finding.rule, `<system-out>${type}: ${text}</system-out>`);
}

function blocks(finding: JudgedFinding): boolean {
  return finding.blocksMerge || finding.treatment === 'block';
}

function testCase(className: string, name: string, content: string): string {
  const head = `    <testcase classname="${forXml(className)}" name="${forXml(name)}"`;
  return content === '' ? `${head}/>` : `${head}>${content}</testcase>`;
}

function renderSuite(suite: Suite): string {
  const { name, cases, failures, errors, skipped, properties } = suite;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  const facts = properties.map(
    ([key, value]) => `<property name="${forXml(key)}" value="${forXml(value)}"/>`,
  );
  return [
    `  <testsuite name="${forXml(name)}" ${counts}>`,
    ...(facts.length === 0 ? [] : [`    <properties>${facts.join('')}</properties>`]),
    ...cases,
    '  </testsuite>',
  ].join('\n');
}
