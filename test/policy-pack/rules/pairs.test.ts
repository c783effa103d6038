// Pairs by groups say of each pair of workloads what the pair alone says, and ask no more than was asked for.
import { describe, expect, test } from '@jest/globals';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { none } from '../../../policy-pack/reach/connections.ts';
import { type Peer, type Reachability, reachability } from '../../../policy-pack/reach/reachability.ts';
import { groupPairs, type PairQuestion } from '../../../policy-pack/rules/network/pairs.ts';
import { unwanted } from '../../../policy-pack/rules/network/unwanted.ts';
import { seededStack } from '../../bench/seeded-stack.ts';

const text = seededStack(60, 40);
const reach = reachability(buildStack(readManifests([{ file: 'stack.yaml', text }]).resources));
const inTeam = (peer: Peer): boolean => peer.name.startsWith('team-1/');

function rowsOf(question: PairQuestion): string[] {
  return groupPairs(reach, question)
    .flatMap(({ sources, destinations, decision }) =>
      sources.flatMap((from) =>
        destinations.flatMap((to) =>
          from === to ? [] : [`${from.name} ${to.name} ${decision.sure} ${decision.perhaps}`],
        ),
      ),
    )
    .sort();
}

function pairwise(from: (peer: Peer) => boolean, to: (peer: Peer) => boolean): string[] {
  const workloads = reach.destinations.filter(({ kind }) => kind === 'workload');
  return workloads
    .filter(from)
    .flatMap((source) =>
      workloads.filter(to).flatMap((target) => {
        const { sure, perhaps } = reach.between(source, target);
        return source === target ? [] : [`${source.name} ${target.name} ${sure} ${perhaps}`];
      }),
    )
    .sort();
}

describe('pairs of workloads by groups', () => {
  test.each([
    ['everybody', {}, () => true, () => true],
    ['some senders', { isSource: inTeam }, inTeam, () => true],
    ['some receivers', { isDestination: inTeam }, () => true, inTeam],
    ['one team among itself', { isSource: inTeam, isDestination: inTeam }, inTeam, inTeam],
  ] as const)('%s: as each pair alone', (_, ends, from, to) => {
    expect(rowsOf({ mark: (peer) => String(inTeam(peer)), ...ends })).toEqual(pairwise(from, to));
  });

  test('a workload that stands for senders and receivers alike is not paired with itself', () => {
    for (const { source, destination } of groupPairs(reach, { mark: () => '' }))
      expect(source).not.toBe(destination);
  });
});

describe('what is unwanted', () => {
  const told = (reachable: Reachability): ReadonlyMap<string, string> =>
    new Map(
      unwanted(reachable, { mark: () => '', meant: () => none, required: '' }).flatMap(({ resource, seen }) =>
        seen.flatMap((one) => (one.kind === 'violation' ? [[resource.name, one.message] as const] : [])),
      ),
    );
  const open = (...names: readonly string[]): Reachability => {
    const pods = names.map(
      (name) =>
        `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec: {containers: [{name: m, image: i}]}`,
    );
    const files = [{ file: 'stack.yaml', text: pods.join('\n---\n') }];
    return reachability(buildStack(readManifests(files).resources));
  };

  test('names the first senders in their order, counts all of them, and nobody as his own', () => {
    const messages = told(open('a', 'b', 'c', 'd', 'e'));
    const by = (name: string): string | undefined => messages.get(name)?.match(/reached by (.*) on/)?.[1];
    expect(by('a')).toBe('shop/b[Pod], shop/c[Pod], shop/d[Pod] and 1 more');
    expect(by('e')).toBe('shop/a[Pod], shop/b[Pod], shop/c[Pod] and 1 more');
    expect(told(open('a', 'b')).get('a')).toContain('reached by shop/b[Pod] on');
    expect(told(open('a')).size).toBe(0);
  });

  test('says of seeded stacks what every pair alone says', () => {
    const expected = reach.destinations.flatMap((to) => {
      if (to.kind !== 'workload') return [];
      const senders = reach.sources.filter(
        (from) => from.kind === 'workload' && from !== to && reach.between(from, to).sure !== none,
      );
      return senders.length === 0 ? [] : [to.name.replace(/^.*\/|\[.*$/g, '')];
    });
    expect([...told(reach).keys()].sort()).toEqual(expected.sort());
  });
});
