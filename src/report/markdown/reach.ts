// What a pull request shows of a stack's network: the table of changes and the picture, cut to their room.
import type { ReachChange, Result } from '../../terms/verdict.ts';
import { renderChangesMarkdown } from '../reach/changes.ts';
import { renderReachMermaid } from '../reach/mermaid.ts';

export interface ReachRoom {
  readonly rows: number;
  /** Characters of the picture. GitHub draws at most 50,000 (Mermaid's own `maxTextSize`). */
  readonly picture: number;
}

/** Names are those of resources and may be as long as a stranger likes. */
const longestCell = 160;

/** Empty where nothing is known. A picture without room is named, not cut: half of one would lie. */
export function reachBlock({ reach }: Result, room: ReachRoom): readonly string[] {
  if (reach === undefined) return [];
  const { changes, graph } = reach;
  const table =
    changes === undefined
      ? []
      : [renderChangesMarkdown(changes.listed.map(short), room.rows, changes).trimEnd(), ''];
  const picture =
    graph === undefined ? undefined : renderReachMermaid(graph, ({ opened }) => opened === true);
  if (graph === undefined || picture === undefined || picture.length > room.picture) {
    return ['**Who can reach whom**', '', ...table, 'Too large for a picture: `seaworthy reach` lists it.'];
  }
  const opens = graph.edges.some((edge) => edge.opened === true);
  const title = `The ${graph.folded ? 'namespaces' : 'workloads'} after this change${opens ? ', what it opens in red' : ''}`;
  return [
    '**Who can reach whom**',
    '',
    ...table,
    `<details${opens ? ' open' : ''}><summary>${title}</summary>`,
    '',
    '```mermaid',
    picture.trimEnd(),
    '```',
    '',
    '</details>',
  ];
}

function short(change: ReachChange): ReachChange {
  const cut = (text: string): string => {
    const characters = [...text];
    return characters.length <= longestCell ? text : `${characters.slice(0, longestCell - 1).join('')}…`;
  };
  const { kind, source, destination, before, after, through, pairs } = change;
  return {
    kind,
    ...(pairs !== undefined && { pairs }),
    ...(through !== undefined && { through: cut(through) }),
    source: cut(source),
    destination: cut(destination),
    before: cut(before),
    after: cut(after),
  };
}
