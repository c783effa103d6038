import { describe, expect, test } from '@jest/globals';
import { compareReach } from '../../../policy-pack/reach/diff.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { renderChangesMarkdown, renderChangesText } from '../../../src/report/reach/changes.ts';
import { writeReachCsv } from '../../../src/report/reach/csv.ts';
import { renderReachDot } from '../../../src/report/reach/dot.ts';
import { reachGraph } from '../../../src/report/reach/graph.ts';
import { writeReachJson } from '../../../src/report/reach/json.ts';
import { renderReachMermaid } from '../../../src/report/reach/mermaid.ts';
import { writeReachText } from '../../../src/report/reach/text.ts';
import { renderWhy } from '../../../src/report/reach/why.ts';
import { networkPolicy, pod, stackOf } from '../../policy-pack/reach/stacks.ts';

const lock = networkPolicy(
  'lock',
  'podSelector: {}\npolicyTypes: [Ingress, Egress]\ningress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: 80}, {port: 53, protocol: UDP}]}]\negress: [{to: [{podSelector: {}}]}]',
);
const stack = stackOf(pod('a'), pod('b'), lock);
const reach = reachability(stack);

function written(write: (from: typeof reach, out: (chunk: string) => void) => void): string {
  let text = '';
  write(reach, (chunk) => {
    text += chunk;
  });
  return text;
}
describe('reachability on every surface', () => {
  test('CSV quotes what holds commas', () => {
    expect(written(writeReachCsv)).toBe('src,dst,conn\ndefault/a[Pod],default/b[Pod],"TCP 80,UDP 53"\n');
  });

  test('JSON reads back to the same rows', () => {
    expect(JSON.parse(written(writeReachJson))).toEqual([
      { src: 'default/a[Pod]', dst: 'default/b[Pod]', conn: 'TCP 80,UDP 53' },
    ]);
  });

  test('text has the rows and the notes', () => {
    expect(written(writeReachText)).toBe('default/a[Pod] => default/b[Pod] : TCP 80,UDP 53\n');
  });

  test('a stack without workloads is no empty answer', () => {
    let text = '';
    writeReachText(reachability(stackOf(lock)), (chunk) => {
      text += chunk;
    });
    expect(text).toContain('note: there are no workloads in what was read\n');
  });

  test('graphs fold to namespaces when asked', () => {
    expect(reachGraph(reach).edges).toEqual([
      { from: 'default/a[Pod]', to: 'default/b[Pod]', kind: 'allowed', label: 'TCP 80,UDP 53' },
    ]);
    expect(reachGraph(reach, true)).toEqual({ nodes: ['default'], folded: true, edges: [] });
    const open = reachability(stackOf(pod('a'), pod('b')));
    expect(reachGraph(open, true).nodes).toEqual(['default', 'outside']);
  });

  test('a hostile name stays a label in DOT, Mermaid, CSV and on the terminal', () => {
    const hostile = reachability(stackOf(pod('a'), pod(`'x"]; evil -> y[label="\\u001b[31m'`, 'app: b')));
    const dot = renderReachDot(reachGraph(hostile));
    expect(dot).toContain('\\"]; evil');
    const mermaid = renderReachMermaid(reachGraph(hostile));
    expect(mermaid).not.toMatch(/evil ->/);
    expect(
      mermaid
        .split('\n')
        .slice(1, -1)
        .every((line) => /^ {2}n\d+(\["[^"]*"\]| -->\|"[^"]*"\| n\d+)$/.test(line)),
    ).toBe(true);
    let csv = '';
    writeReachCsv(hostile, (chunk) => {
      csv += chunk;
    });
    expect(csv).toContain('""]; evil');
  });

  test('an answer names rule and place', () => {
    expect(renderWhy(why(reach, 'b', 'a', 80))).toBe(
      [
        'denied: default/b[Pod] cannot reach default/a[Pod] on TCP 80',
        '  egress allowed: a NetworkPolicy allows this egress',
        '    stack.yaml:26 NetworkPolicy default/lock spec.egress[0]',
        '  ingress denied: NetworkPolicies select it for ingress and none of their rules allows this',
        '    stack.yaml:19 NetworkPolicy default/lock',
        '',
      ].join('\n'),
    );
  });

  test('changes are counted, and cut short in a comment', () => {
    const { changes } = compareReach(stack, stackOf(pod('a'), pod('b')));
    expect(renderChangesText(changes)).toContain(
      '~ default/a[Pod] => default/b[Pod] : TCP 80,UDP 53 -> All Connections',
    );
    expect(renderChangesText(changes)).toMatch(/5 opened, 0 closed, 1 changed\n$/);
    expect(renderChangesMarkdown(changes, 2)).toContain('4 more are not shown.');
  });
});
