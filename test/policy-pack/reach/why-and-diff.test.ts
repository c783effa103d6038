import { describe, expect, test } from '@jest/globals';
import { compareReach } from '../../../policy-pack/reach/diff.ts';
import { readTarget } from '../../../policy-pack/reach/question.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { why } from '../../../policy-pack/reach/why.ts';
import { UserError } from '../../../src/terms/errors.ts';
import { networkPolicy, pod, stackOf } from './stacks.ts';

const db = networkPolicy(
  'db',
  'podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]\ningress:\n- from:\n  - podSelector: {matchLabels: {app: api}}\n  ports:\n  - port: 5432',
);
const admin =
  'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: lock}\nspec:\n  priority: 1\n  subject: {pods: {podSelector: {matchLabels: {app: db}}}}\n  ingress:\n  - action: Deny\n    from: [{pods: {podSelector: {matchLabels: {app: web}}}}]';
const tiers = [pod('web'), pod('api'), pod('db')];

describe('why', () => {
  const reach = reachability(stackOf(...tiers, db, admin));

  test.each([
    ['api', 'db', 5432, 'allowed', ['NetworkPolicy default/db', 'spec.ingress[0]', 'stack.yaml:35']],
    ['api', 'db', 80, 'denied', ['NetworkPolicy default/db', '', 'stack.yaml:28']],
    ['web', 'db', 5432, 'denied', ['AdminNetworkPolicy lock', 'spec.ingress[0]', 'stack.yaml:47']],
    ['1.2.3.4', 'db', 5432, 'denied', ['NetworkPolicy default/db', '', 'stack.yaml:28']],
  ])('%s to %s:%d is %s by %j', (from, to, port, word, cited) => {
    const answer = why(reach, from, to, port);
    expect(answer.word).toBe(word);
    const rule = answer.traces.find((trace) => trace.direction === 'ingress')?.cited[0];
    expect([rule?.policy, rule?.path, rule?.place]).toEqual(cited);
  });

  test('without policies the default is named', () => {
    expect(why(reach, 'db', 'web', 80).traces.map((trace) => [trace.word, trace.cited.length])).toEqual([
      ['allowed', 0],
      ['allowed', 0],
    ]);
  });

  test.each([
    ['nobody', 'db', 1, 'not-found'],
    ['api', 'db', 0, 'usage'],
  ])('%s to %s:%d is the mistake %s', (from, to, port, code) => {
    expect(() => why(reach, from, to, port)).toThrow(expect.objectContaining({ code }));
  });

  test('a target is a workload with a port', () => {
    expect(readTarget('default/db[Pod]:udp/53')).toEqual({
      peer: 'default/db[Pod]',
      port: 53,
      protocol: 'UDP',
    });
    expect(readTarget('[fd00::1]:443')).toEqual({ peer: 'fd00::1', port: 443, protocol: undefined });
    expect(readTarget('api:http')).toEqual({ peer: 'api', port: 'http', protocol: undefined });
    expect(() => readTarget('db')).toThrow(UserError);
  });
});

describe('a question that misses its mark says what was perhaps meant', () => {
  const service = (name: string, app: string): string =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: ${app}}, ports: [{port: 80, targetPort: http}]}`;
  const asked = reachability(stackOf(pod('web'), pod('api'), service('front', 'web')));

  test.each([
    ['aapi', 'web', 'Did you mean api?'],
    ['db', 'web', 'the stack has default/api[Pod], default/web[Pod].'],
    ['web', 'front', 'front is a Service: ask for what stands behind it, default/web[Pod].'],
    ['billing', 'api', 'the stack has default/api[Pod], default/web[Pod].'],
    ['internet', 'api', 'Ask about one address'],
    ['10.0.0.0/8', 'api', 'Ask about one address'],
    ['1.1.1.1', '8.8.8.8', 'Name a workload on one side'],
  ])('%s to %s', (from, to, fix) => {
    expect(() => why(asked, from, to, 8080)).toThrow(
      expect.objectContaining({ fix: expect.stringContaining(fix) }),
    );
  });

  test('a stack without workloads is told', () => {
    const empty = reachability(stackOf(service('front', 'web')));
    expect(() => why(empty, 'web', 'api', 80)).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('has no workloads') }),
    );
  });

  test('a port of a Service is not the pod’s', () => {
    expect(why(asked, 'api', 'web', 80).hint).toBe(
      'port 80 is that of Service default/front, which leads to TCP 8080 of its pods: ask for that',
    );
    expect(why(asked, 'api', 'web', 8080).hint).toBeUndefined();
    expect(why(asked, 'web', 'api', 80).hint).toBeUndefined();
  });
});

describe('diff', () => {
  const open = networkPolicy(
    'open',
    'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 5432}]}]',
  );

  test('names what a change opens to the outside', () => {
    const { changes } = compareReach(stackOf(...tiers, db), stackOf(...tiers, db, open));
    expect(changes.map((change) => [change.kind, change.source, change.destination, change.after])).toEqual([
      ['opened', '10.0.0.0-10.255.255.255[External]', 'default/db[Pod]', 'TCP 5432'],
    ]);
  });

  test('and the other way round what it closes', () => {
    const { changes } = compareReach(stackOf(...tiers, db, open), stackOf(...tiers, db));
    expect(changes.map((change) => [change.kind, change.before])).toEqual([['closed', 'TCP 5432']]);
  });

  test('a changed port tells what is gained and lost', () => {
    const { changes } = compareReach(stackOf(...tiers, db), stackOf(...tiers, db.replace('5432', '5433')));
    expect(changes.map((change) => [change.kind, change.gained, change.lost])).toEqual([
      ['changed', 'TCP 5433', 'TCP 5432'],
    ]);
  });

  test('equal stacks do not differ, whatever the order', () => {
    expect(compareReach(stackOf(...tiers, db, open), stackOf(open, db, ...tiers)).changes).toEqual([]);
  });
});
