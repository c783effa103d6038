// A result as a SARIF 2.1.0 log for code scanning: one run and category an image and platform.
import { platformName } from '../../terms/image.ts';
import type { Grade, JudgedFinding, Result } from '../../terms/verdict.ts';
import { countFindings, isShown } from '../counts.ts';
import { forSarif } from '../encoders/sarif.ts';
import { withoutControls } from '../encoders/terminal.ts';
import { compareFindings } from '../groups.ts';
import { findingsByImage, stableName } from '../images.ts';
import { joinSentences } from '../prose.ts';
import { canonical } from '../result-json.ts';
import { limits } from './limits.ts';
import { describeResult } from './results.ts';
import { describeRules } from './rules.ts';

interface Scope {
  readonly name: string;
  readonly category: string;
  readonly grade: Grade | undefined;
  readonly findings: readonly JudgedFinding[];
}

/**
 * SARIF 2.1.0 text. Over the limits of code scanning the least important findings are left out and a notification
 * counts them; the verdict stands in each run's properties. With more images than a file may have runs beside the
 * stack's, all of them share one.
 */
export function renderSarif(result: Result): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: scopesOf(result).map((scope) => describeRun(scope, result)),
  };
  return `${JSON.stringify(canonical(log), undefined, 2)}\n`;
}

/** A stack's findings belong to no image: joined with images, each side keeps the categories that it has alone. */
function scopesOf(result: Result): readonly Scope[] {
  const { stack, findings, images } = result;
  if (stack === undefined) return imageScopes(result);
  const name = stack.source;
  const scope = { name, category: `seaworthy/stack/${name}/`, grade: result.grade };
  if (images.length === 0) return [{ ...scope, findings }];
  const own = findings.filter((finding) => finding.image === undefined);
  const others = findings.filter((finding) => finding.image !== undefined);
  return [{ ...scope, findings: own }, ...imageScopes({ ...result, findings: others })];
}

function imageScopes(result: Result): readonly Scope[] {
  const images = findingsByImage(result);
  if (images.length === 0 || images.length >= limits.runs) {
    return [
      { name: 'images', category: 'seaworthy/images/', grade: result.grade, findings: result.findings },
    ];
  }
  const taken = new Set<string>();
  return images.map(({ image, findings }, index) => {
    const name = stableName(image.reference);
    // Two runs of one category in a file are refused; two tags of one repository would be that.
    const candidates = [name, image.reference.split('@')[0] ?? name, `${name}/${index + 1}`].map(
      (candidate) => `seaworthy/image/${candidate}/${platformName(image.platform)}/`,
    );
    const category = candidates.find((candidate) => !taken.has(candidate)) ?? `seaworthy/image/${index + 1}/`;
    taken.add(category);
    return { name, category, grade: image.grade, findings };
  });
}

function describeRun(scope: Scope, result: Result): object {
  const shown = scope.findings.filter(isShown).toSorted(compareFindings);
  const kept = shown.slice(0, limits.results);
  const rules = describeRules(kept);
  const positions = new Map(rules.map((rule, index) => [rule.id, index]));
  const notices = noticesOf(result, shown.length - kept.length);
  return {
    tool: {
      driver: {
        name: 'Seaworthy',
        version: result.tool.version,
        semanticVersion: result.tool.version,
        rules,
      },
    },
    automationDetails: { id: withoutControls(scope.category) },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful:
          result.verdict?.merge !== 'incomplete' && result.verdict?.certificate !== 'incomplete',
        toolExecutionNotifications: notices,
      },
    ],
    results: kept.map((finding) =>
      describeResult(finding, positions.get(withoutControls(finding.rule)) ?? 0, scope.name),
    ),
    properties: {
      ...(result.verdict === undefined
        ? {}
        : { merge: result.verdict.merge, certificate: result.verdict.certificate }),
      grade: scope.grade?.letter ?? 'not gradable',
      counts: countFindings(scope.findings),
      asOf: result.snapshot.asOf,
    },
  };
}

function noticesOf(result: Result, leftOut: number): readonly object[] {
  const notice = (level: 'error' | 'warning', text: string): object => ({
    level,
    message: { text: forSarif(text) },
  });
  return [
    ...(leftOut > 0
      ? [
          notice(
            'warning',
            `${leftOut} findings are left out here, the least important; the result JSON has all`,
          ),
        ]
      : []),
    ...(result.verdict?.reasons ?? []).map((reason) =>
      notice('error', joinSentences(reason.message, reason.fix)),
    ),
    ...result.warnings.map((warning) => notice('warning', warning)),
  ];
}
