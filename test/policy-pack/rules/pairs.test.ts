// Pairs by groups say of each pair of workloads what the pair alone says, and ask no more than was asked for.
import { describe, expect, test } from '@jest/globals';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { type Peer, reachability } from '../../../policy-pack/reach/reachability.ts';
import { groupPairs, type PairQuestion } from '../../../policy-pack/rules/network/pairs.ts';
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
