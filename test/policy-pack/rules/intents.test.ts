// The grammar of intents: what is read, what is refused, whom and what it means.
import { describe, expect, test } from '@jest/globals';
import { createConnections } from '../../../policy-pack/reach/connections.ts';
import {
  connectionOf,
  meansWorkload,
  parseIntent,
  parseTarget,
} from '../../../policy-pack/rules/network/intents.ts';

describe('intents', () => {
  test.each([
    ['web -> api:8080', 'TCP 8080'],
    ['web->api', 'All Connections'],
    ['shop/* -> kube-system/*:udp/53,tcp/53', 'TCP 53,UDP 53'],
    ['web -> dns:53,udp/53', 'TCP 53,UDP 53'],
    ['web -> api:8080-8090', 'TCP 8080-8090'],
    ['web -> api:sctp/*', 'SCTP 1-65535'],
    ['web -> [2001:db8::1]:443', 'TCP 443'],
    ['web -> [2001:db8::]/32:443', 'TCP 443'],
    ['web -> 10.0.0.0/8:5432', 'TCP 5432'],
    ['web -> *.example.com:443', 'TCP 443'],
    ['web -> internet:443', 'TCP 443'],
    ['web -> 10.0.0.1', 'All Connections'],
  ])('%s means %s', (text, ports) => {
    const intent = parseIntent(text);
    expect(intent === undefined ? 'none' : createText(intent.to)).toBe(ports);
  });

  test.each([
    '',
    'web',
    'web -> ',
    'web -> api:0',
    'web -> api:70000',
    'web -> api:9-8',
    'a -> b -> c',
    'web -> api:http',
    'we b -> api',
    'web -> a.b/c.d/e',
  ])('%j is refused', (text) => {
    expect(parseIntent(text)).toBeUndefined();
  });

  test.each([
    ['web', 'shop/web[Deployment]', true],
    ['web', 'shop/web2[Deployment]', false],
    ['shop/*', 'shop/web[Deployment]', true],
    ['bank/*', 'shop/web[Deployment]', false],
    ['*/web[StatefulSet]', 'shop/web[Deployment]', false],
    ['w*b', 'shop/web[Deployment]', true],
    ['internet', 'shop/web[Deployment]', false],
  ])('%s and %s: %s', (text, name, means) => {
    const target = parseTarget(text);
    expect(target !== undefined && meansWorkload(target.peer, name)).toBe(means);
  });
});

function createText(target: NonNullable<ReturnType<typeof parseTarget>>): string {
  const table = createConnections();
  return table.text(connectionOf(table, target));
}
