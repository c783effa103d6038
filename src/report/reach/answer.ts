// Each answer of `reach` as one function of files and plain words.
import type { ManifestFile } from '../../../policy-pack/model/manifests.ts';
import { readStack } from '../../../policy-pack/model/read-stack.ts';
import { noConnections } from '../../../policy-pack/reach/connections.ts';
import { type ConnectionChange, compareReach } from '../../../policy-pack/reach/diff.ts';
import { portOf, readTarget } from '../../../policy-pack/reach/question.ts';
import { type ReachOptions, reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { renderChangesCsv, renderChangesJson, renderChangesMarkdown, renderChangesText } from './changes.ts';
import { writeReachCsv } from './csv.ts';
import { renderReachDot } from './dot.ts';
import { foldedName, type Graph, type GraphEdge, reachGraph } from './graph.ts';
import { writeReachJson } from './json.ts';
import { renderReachMermaid } from './mermaid.ts';
import { renderReachSvg } from './svg.ts';
import { writeReachText } from './text.ts';
import { renderWhy, renderWhyJson } from './why.ts';

export const reachFormats = ['text', 'json', 'csv', 'dot', 'mermaid', 'svg'] as const;
export type ReachFormat = (typeof reachFormats)[number];
export const diffFormats = ['text', 'json', 'csv', 'markdown', 'dot', 'mermaid', 'svg'] as const;
export type DiffFormat = (typeof diffFormats)[number];

export interface AnswerOptions extends ReachOptions {
  /** CSV and JSON say what the internet can enter as well; text and pictures always do. */
  readonly entrances?: boolean;
}

/** `reach PATH…`: who can reach whom, written piece by piece. Throws `UserError` `manifest`. */
export function answerReach(
  files: readonly ManifestFile[],
  format: ReachFormat,
  write: (chunk: string) => void,
  options: AnswerOptions = {},
): void {
  const reach = reachability(readStack(files), options);
  switch (format) {
    case 'text':
      writeReachText(reach, write);
      break;
    case 'json':
      writeReachJson(reach, write, options.entrances);
      break;
    case 'csv':
      writeReachCsv(reach, write, options.entrances);
      break;
    case 'dot':
      write(renderReachDot(reachGraph(reach)));
      break;
    case 'mermaid':
      write(renderReachMermaid(reachGraph(reach)));
      break;
    case 'svg':
      write(renderReachSvg(reachGraph(reach)));
      break;
  }
}

/** `reach why A B:port`; `allowed` lets the caller answer `why-not` too. Throws `UserError`. */
export function answerWhy(
  files: readonly ManifestFile[],
  from: string,
  target: string,
  format: 'text' | 'json',
  options: ReachOptions = {},
): { readonly text: string; readonly word: 'allowed' | 'denied' | 'unknown' } {
  const wanted = readTarget(target);
  // A question about one address needs no list of the others: both families are at hand.
  const reach = reachability(readStack(files), { ...options, families: options.podFamilies ?? [4, 6] });
  const { port, protocol } = portOf(reach, wanted);
  const answer = why(reach, from, wanted.peer, port, protocol);
  return { text: format === 'json' ? renderWhyJson(answer) : renderWhy(answer), word: answer.word };
}

/** `reach diff BASE HEAD`. Throws `UserError` `manifest`. */
export function answerDiff(
  base: readonly ManifestFile[],
  head: readonly ManifestFile[],
  format: DiffFormat,
  options: ReachOptions = {},
): string {
  const { changes, after } = compareReach(readStack(base), readStack(head), options);
  switch (format) {
    case 'json':
      return renderChangesJson(changes);
    case 'csv':
      return renderChangesCsv(changes);
    case 'markdown':
      return renderChangesMarkdown(changes);
    case 'text':
      return renderChangesText(changes);
    case 'dot':
    case 'mermaid':
    case 'svg': {
      const graph = reachGraph(after);
      return pictures[format](graph, opensIn(graph, changes));
    }
  }
}

const pictures = { dot: renderReachDot, mermaid: renderReachMermaid, svg: renderReachSvg };

/** Edges of the stack after the change on which something is possible that was not before. */
function opensIn(graph: Graph, changes: readonly ConnectionChange[]): (edge: GraphEdge) => boolean {
  const name = graph.folded ? foldedName : (text: string): string => text;
  const opened = new Set(
    changes
      .filter(({ gained }) => gained !== noConnections)
      .map(({ source, destination }) => `${name(source)}\n${name(destination)}`),
  );
  return ({ from, to }) => opened.has(`${from}\n${to}`);
}
