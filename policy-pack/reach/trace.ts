// Which rule decides about one port between two endpoints, one direction at a time.
import { describePlace } from '../model/position.ts';
import { describeResource } from '../model/resource.ts';
import { formatPath, type Path } from '../model/tree.ts';
import type { CompiledRule, PeerClass, Profile, Side } from './compiled.ts';
import type { Connections, Protocol } from './connections.ts';
import { matches, rulesOf } from './decide.ts';
import { podsInNetworks } from './notes.ts';
import type { Direction, Policy } from './policy.ts';
import { portsTowards } from './rule-ports.ts';

export type Word = 'allowed' | 'denied' | 'unknown';

/** A policy or one of its rules, with where it is written. */
export interface Cited {
  readonly policy: string;
  /** Path of the rule, such as `spec.ingress[0]`; empty for the policy as a whole. */
  readonly path: string;
  /** `file:line` or URN. */
  readonly place: string;
}

export interface Trace {
  readonly direction: Direction;
  readonly word: Word;
  /** One sentence. */
  readonly because: string;
  readonly cited: readonly Cited[];
}

function cite(policy: Policy, path: Path = []): Cited {
  return {
    policy: describeResource(policy.resource),
    path: formatPath(path),
    place: describePlace(policy.resource, path),
  };
}

interface Question {
  readonly table: Connections;
  readonly side: Side;
  readonly profile: Profile | undefined;
  readonly peers: PeerClass;
  readonly protocol: Protocol;
  readonly port: number;
  readonly policies: readonly Policy[];
}

/** `sure` and `maybe`: whether a rule speaks of the port at all. */
function speaks(question: Question, rule: CompiledRule): 'yes' | 'no' | 'maybe' {
  const { table, side, profile, peers, protocol, port } = question;
  const match = matches(rule, peers);
  if (match === 'no') return 'no';
  const receiver = side.direction === 'ingress' ? profile?.pod : peers.pod;
  const ports = portsTowards(table, rule.ports, receiver);
  if (table.has(ports.sure, protocol, port)) return match;
  return table.has(ports.perhaps, protocol, port) ? 'maybe' : 'no';
}

/** Walks the tiers as they are evaluated and stops at what decides; a firewall has the last word. */
export function traceDirection(question: Question): Trace {
  const trace = traceTiers(question);
  if (question.profile === undefined || trace.word === 'denied') return trace;
  const firewall = first(question, 'firewall');
  if (firewall === undefined || firewall.word === 'allowed') return trace;
  if (firewall.word === 'denied' && first(question, 'admin')?.word === 'allowed') {
    const because =
      'an admin policy allows it, a firewall denies it: which goes first differs between plug-ins';
    return { ...firewall, word: 'unknown', because, cited: [...trace.cited, ...firewall.cited] };
  }
  return firewall;
}

function traceTiers(question: Question): Trace {
  const { side, profile, policies } = question;
  const { direction } = side;
  const answer = (word: Word, because: string, cited: readonly Cited[] = []): Trace => ({
    direction,
    word,
    because,
    cited,
  });
  if (profile === undefined) return answer('allowed', `no policy applies to its ${direction}`);
  const selecting = [...profile.sure, ...profile.perhaps].flatMap((index) => policies[index] ?? []);
  const foreign = selecting.filter((policy) => policy.tier === 'foreign');
  if (foreign.length > 0) {
    const reason = foreign[0]?.reason ?? 'a policy is not understood';
    return answer(
      'unknown',
      reason,
      foreign.map((policy) => cite(policy)),
    );
  }
  const admin = first(question, 'admin');
  if (admin !== undefined) return admin;
  const network = selecting.filter((policy) => policy.tier === 'network');
  if (network.length > 0) return traceNetwork(question, network);
  const baseline = first(question, 'baseline');
  if (baseline !== undefined) return baseline;
  return answer('allowed', `no policy restricts its ${direction}: the default allows everything`);
}

/** The first matching rule of a tier with priorities; `undefined`: none matches, or it passes on. */
function first(question: Question, tier: 'admin' | 'baseline' | 'firewall'): Trace | undefined {
  const { side, profile } = question;
  if (profile === undefined) return undefined;
  const { direction } = side;
  const hits: CompiledRule[] = [];
  for (const rule of rulesOf(side, profile, tier).flat()) {
    if (hits.some((hit) => hit.policy === rule.policy)) continue;
    const said = speaks(question, rule);
    if (said === 'no') continue;
    const cited = [cite(rule.policy, rule.rule.path)];
    const priority = hits[0]?.policy.priority;
    if (priority !== undefined && rule.policy.priority !== priority) break;
    if (said === 'maybe' || !rule.certain) {
      return { direction, word: 'unknown', because: openBecause(rule), cited };
    }
    if (hits.some((hit) => hit.rule.action !== rule.rule.action)) {
      const because = 'policies of equal priority disagree, and the API leaves the winner open';
      return {
        direction,
        word: 'unknown',
        because,
        cited: [...hits.map((hit) => cite(hit.policy, hit.rule.path)), ...cited],
      };
    }
    hits.push(rule);
  }
  const winner = hits[0];
  if (winner === undefined || winner.rule.action === 'pass') return undefined;
  const word = winner.rule.action === 'allow' ? 'allowed' : 'denied';
  const cited = [cite(winner.policy, winner.rule.path)];
  return {
    direction,
    word,
    because:
      tier === 'firewall' ? `an egress firewall has it ${word}` : `a rule of the ${tier} tier has it ${word}`,
    cited,
  };
}

function openBecause({ rule }: CompiledRule): string {
  const reasons = rule.peers.flatMap((peer) =>
    peer.kind === 'doubtful'
      ? [peer.reason]
      : peer.kind === 'addresses' && peer.podsToo
        ? [podsInNetworks]
        : [],
  );
  return ['whether a rule applies is not known', ...reasons].join(': ');
}

function traceNetwork(question: Question, network: readonly Policy[]): Trace {
  const { side, profile, policies } = question;
  const { direction } = side;
  const sure = new Set((profile?.sure ?? []).map((index) => policies[index]));
  const rules = profile === undefined ? [] : rulesOf(side, profile, 'network').flat();
  const said = rules.map((rule) => ({ rule, said: speaks(question, rule) }));
  const isolated = network.some((policy) => sure.has(policy));
  const allowing = said.filter((item) => item.said === 'yes' && item.rule.certain).map((item) => item.rule);
  if (isolated && allowing.length > 0) {
    return {
      direction,
      word: 'allowed',
      because: `a NetworkPolicy allows this ${direction}`,
      cited: allowing.map((rule) => cite(rule.policy, rule.rule.path)),
    };
  }
  const doubtful = said.filter((item) => item.said !== 'no').map((item) => item.rule);
  if (!isolated || doubtful.length > 0) {
    return {
      direction,
      word: 'unknown',
      because: 'whether a NetworkPolicy or one of its rules applies is not known',
      cited:
        doubtful.length > 0
          ? doubtful.map((rule) => cite(rule.policy, rule.rule.path))
          : network.map((policy) => cite(policy)),
    };
  }
  return {
    direction,
    word: 'denied',
    because: `NetworkPolicies select it for ${direction} and none of their rules allows this`,
    cited: network.map((policy) => cite(policy)),
  };
}
