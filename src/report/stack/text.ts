// The stack gate's report for a person at a terminal: verdict, then one line a finding, gathered by resource.
import type { JudgedFinding, Result } from '../../terms/verdict.ts';
import { amount, countFindings, isShown, severityLine } from '../counts.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { compareFindings, type Group, groupFindings } from '../groups.ts';
import { renderImages } from '../text/heading.ts';
import { renderNotices, renderSteps } from '../text/notices.ts';
import type { TextOptions } from '../text/report.ts';
import { clip, openPaint, pad, severityTone, type TextContext } from '../text/style.ts';
import { renderQuiet, renderVerdict } from '../text/verdict.ts';
import { placeText } from './place.ts';

const shownGroups = 15;

interface LineContext extends TextContext {
  /** Columns of one finding's line; without end where no terminal cuts it. */
  readonly lineWidth: number;
}

/** A gate that passes with nothing to mention is one line. */
export function renderStackText(result: Result, options: TextOptions): string {
  const context: LineContext = {
    paint: openPaint(options.color),
    width: Math.max(60, options.width),
    all: options.all ?? false,
    severalImages: false,
    lineWidth: options.whole === true ? Infinity : Math.max(60, options.width),
  };
  const silent =
    result.findings.every((finding) => !isShown(finding)) &&
    result.warnings.length === 0 &&
    (result.stack?.coverage.opaque.length ?? 0) === 0;
  if (options.quiet === true || (silent && result.verdict?.merge === 'pass')) {
    return lines(renderQuiet(result, context));
  }
  const blocks = [
    [
      context.paint('strong', 'Seaworthy') +
        context.paint('quiet', ` stack gate · as of ${result.snapshot.asOf.slice(0, 10)}`),
    ],
    renderImages(result, context),
    renderVerdict(result, context),
    result.fixPlan === undefined ? [] : renderSteps(result, [], context),
    renderStackFindings(result, context),
    renderNotices(result, context),
  ].filter((block) => block.length > 0);
  return lines(blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block])));
}

function renderStackFindings(result: Result, context: LineContext): readonly string[] {
  const counts = countFindings(result.findings);
  if (counts.total === 0) return ['Findings: none'];
  const groups = groupFindings(result.findings);
  const visible = context.all ? groups : groups.slice(0, shownGroups);
  const hidden = groups.slice(visible.length);
  const rest = hidden.reduce((sum, group) => sum + group.findings.length, 0);
  const more = `  ${amount(hidden.length, 'more resource')} with ${amount(rest, 'finding')}: --all shows them`;
  return [
    `${context.paint('strong', 'Findings')}  ${severityLine(counts)}`,
    ...visible.flatMap((group) => ['', ...renderResource(group, context)]),
    ...(hidden.length === 0 ? [] : ['', context.paint('quiet', more)]),
    '',
    context.paint('quiet', '  seaworthy stack … --explain RULE tells why, and prints the smallest patch'),
  ];
}

/** `shop/web[Deployment]` in front of a message below `Deployment shop/web` says nothing new. */
function withoutName({ message, subject }: JudgedFinding): string {
  const [whole = '', name, kind] = /^(\S+)\[(\w+)\] (?=\S)/.exec(message) ?? [];
  const isOwn =
    subject === `${kind} ${name}` || (subject.startsWith('urn:') && subject.includes(`:${kind}::`));
  return isOwn ? message.slice(whole.length) : message;
}

function renderResource(group: Group, context: LineContext): readonly string[] {
  const findings = group.findings.toSorted(compareFindings);
  const rule = Math.max(...findings.map((finding) => finding.rule.length));
  return [
    `  ${context.paint('strong', clip(forTerminal(group.name), context.lineWidth - 2))}`,
    ...findings.map((finding) => renderLine(finding, rule, context)),
  ];
}

/** Columns that a place has at least, however long the message. */
const placeLeast = 24;

/** The end of a place that is too long: the file and the line, the last fields. */
function placeEnd(place: string, width: number): string {
  const characters = [...place];
  if (characters.length <= width) return place;
  const end = characters.slice(1 - width).join('');
  const at = end.search(/[/.]/);
  return `…${at < 0 ? end : end.slice(at)}`;
}

/** One console line; the place comes last, so that a terminal makes a link of it. */
function renderLine(finding: JudgedFinding, ruleWidth: number, context: LineContext): string {
  const severity = context.paint(severityTone(finding.severity), pad(finding.severity, 10));
  const waived = finding.waiver === undefined ? '' : `waived until ${finding.waiver.expires}: `;
  const news = finding.origin === 'inherited' ? 'inherited: ' : '';
  const said = forTerminal(`${waived}${news}${withoutName(finding)}`);
  const left = context.lineWidth - ruleWidth - 21;
  const place = placeEnd(forTerminal(placeText(finding)), Math.max(placeLeast, left - [...said].length));
  const room = Math.max(24, left - [...place].length);
  const message = room === Infinity ? said : pad(clip(said, room), room);
  return `    ${mark(finding)} ${severity} ${pad(forTerminal(finding.rule), ruleWidth)}  ${message}  ${place}`;
}

function mark(finding: JudgedFinding): string {
  if (finding.treatment === 'waived') return '~';
  const unknown = finding.details.kind === 'fact' && finding.details.unknown !== undefined;
  if (finding.treatment === 'block') return unknown ? '?' : '✗';
  return '·';
}

function lines(parts: readonly string[]): string {
  return `${parts.map((line) => line.trimEnd()).join('\n')}\n`;
}
