// Annotations on lines of a change: few, worst first, with a count of what is left out.
import type { JudgedFinding, Result } from '../terms/verdict.ts';
import { isShown } from './counts.ts';
import { withoutControls } from './encoders/terminal.ts';
import { forCommandData, forCommandProperty } from './encoders/workflow-command.ts';
import { compareFindings, readPurlName } from './groups.ts';
import { joinSentences } from './prose.ts';
import { levelOf } from './sarif/severity.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface Annotation {
  readonly level: AnnotationLevel;
  /** Free of controls; other surfaces still have to encode it. */
  readonly title: string;
  readonly message: string;
  /** Repository file, where the finding stands in one. */
  readonly file?: string;
  readonly line?: number;
}

export interface Annotations {
  readonly shown: readonly Annotation[];
  /** Findings without an annotation, by level. */
  readonly leftOut: Readonly<Record<AnnotationLevel, number>>;
}

/** A step shows ten annotations of each level (docs.github.com, «Workflow commands», limits). */
const perLevel = 10;

export function annotate(result: Result, limit: number = perLevel): Annotations {
  const byLevel: Record<AnnotationLevel, JudgedFinding[]> = { error: [], warning: [], notice: [] };
  const open = result.findings.filter((finding) => isShown(finding) && finding.treatment !== 'waived');
  for (const finding of open.toSorted(compareFindings)) byLevel[annotationLevel(finding)].push(finding);
  const levels = ['error', 'warning', 'notice'] as const;
  const leftOut = { error: 0, warning: 0, notice: 0 };
  for (const level of levels) leftOut[level] = Math.max(0, byLevel[level].length - limit);
  return { shown: levels.flatMap((level) => byLevel[level].slice(0, limit).map(toAnnotation)), leftOut };
}

/** The line that makes the runner show an annotation. */
export function workflowCommand(annotation: Annotation): string {
  const { level, title, message, file, line } = annotation;
  const properties = [
    ...(file === undefined ? [] : [`file=${forCommandProperty(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${forCommandProperty(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${forCommandData(message)}`;
}

function annotationLevel(finding: JudgedFinding): AnnotationLevel {
  const level = levelOf(finding);
  return level === 'note' ? 'notice' : level;
}

function toAnnotation(finding: JudgedFinding): Annotation {
  const subject = readPurlName(finding.subject)?.name ?? finding.subject;
  return {
    level: annotationLevel(finding),
    title: cut(`${finding.severity}: ${finding.rule} in ${subject}`, 250),
    message: cut(joinSentences(finding.message, finding.fix), 2_000),
    ...placeOf(finding),
  };
}

function placeOf(finding: JudgedFinding): { readonly file?: string; readonly line?: number } {
  const { where } = finding;
  if (where.kind === 'file') return { file: withoutControls(where.file), line: where.line };
  const source = where.kind === 'layer' ? (where.lockFile ?? where.dockerfile) : undefined;
  if (source !== undefined) return { file: withoutControls(source.file), line: source.line };
  return {};
}

function cut(text: string, limit: number): string {
  const characters = [...withoutControls(text)];
  return characters.length <= limit ? characters.join('') : `${characters.slice(0, limit - 1).join('')}…`;
}
