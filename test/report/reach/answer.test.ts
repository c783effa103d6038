import { describe, expect, test } from '@jest/globals';
import { answerDiff, answerReach, answerWhy, type ReachFormat } from '../../../src/report/reach/answer.ts';

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'm', image: 'i' }] },
});
const manifests = [
  { file: 'a.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('b')] }) },
];
const type = 'kubernetes:core/v1:Pod';
const urn = (name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const state = [
  {
    file: 'state.json',
    text: JSON.stringify({
      version: 3,
      deployment: { resources: ['a', 'b'].map((name) => ({ urn: urn(name), type, inputs: pod(name) })) },
    }),
  },
];
const lock = {
  file: 'lock.yaml',
  text: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: lock}\nspec: {podSelector: {}}\n',
};

function written(files: typeof manifests, format: ReachFormat): string {
  let text = '';
  answerReach(files, format, (chunk) => {
    text += chunk;
  });
  return text;
}

describe('answers from files', () => {
  test.each<ReachFormat>(['text', 'json', 'csv', 'dot', 'mermaid'])(
    'a state and its manifests read alike as %s',
    (format) => {
      expect(written(state, format)).toBe(written(manifests, format));
      expect(written(manifests, format)).toContain('default/a');
    },
  );

  test('why names the file, or the URN', () => {
    expect(answerWhy([...manifests, lock], 'a', 'b:80', 'text').text).toContain(
      'lock.yaml:1 NetworkPolicy default/lock',
    );
    const policy = {
      urn: 'urn:pulumi:dev::shop::kubernetes:networking.k8s.io/v1:NetworkPolicy::lock',
      type: 'kubernetes:networking.k8s.io/v1:NetworkPolicy',
      inputs: { metadata: { name: 'lock' }, spec: { podSelector: {} } },
    };
    const files = [
      {
        file: 's.json',
        text: JSON.stringify({
          deployment: {
            resources: [...['a', 'b'].map((name) => ({ urn: urn(name), type, inputs: pod(name) })), policy],
          },
        }),
      },
    ];
    expect(answerWhy(files, 'a', 'b:80', 'json')).toMatchObject({
      word: 'denied',
      text: expect.stringContaining(policy.urn),
    });
  });

  test('diff tells what a policy closes', () => {
    expect(answerDiff(manifests, [...manifests, lock], 'text')).toMatch(/0 opened, 4 closed, 0 changed\n$/);
  });

  test('a key twice in a state is refused with its line', () => {
    const text = '{"deployment": {"resources": []},\n"version": 3,\n"version": 4}';
    expect(() => answerReach([{ file: 's.json', text }], 'csv', () => undefined)).toThrow('s.json:3: ');
  });

  test('diff as CSV has a row a change, as SVG draws in red what is new and nothing else', () => {
    const closed = [...manifests, lock];
    expect(answerDiff(closed, manifests, 'csv')).toContain(
      '"opened","default/a[Pod]","default/b[Pod]","No Connections","All Connections",""',
    );
    expect(answerDiff(manifests, manifests, 'csv')).toBe('change,src,dst,before,after,through\n');
    expect(answerDiff(closed, manifests, 'svg')).toContain('url(#opened)');
    expect(answerDiff(manifests, closed, 'svg')).not.toContain('url(#opened)');
    const ports = {
      file: 'ports.yaml',
      text: `${lock.text.trim().replace('{}}', '{}, ingress: [{ports: [{port: 80}]}]}')}\n`,
    };
    expect(answerDiff([...manifests], [...manifests, ports], 'svg')).not.toContain('url(#opened)');
  });

  describe('what the internet enters, and through what', () => {
    const labelled = { ...pod('web'), metadata: { name: 'web', labels: { app: 'web' } } };
    const service = (type: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'front' },
      spec: { type, selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    const files = (type: string) => {
      const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [labelled, service(type)] });
      return [{ file: 'front.json', text }];
    };

    test.each(['LoadBalancer', 'NodePort'])('%s: as text', (type) => {
      expect(written(files(type), 'text')).toContain(
        `{internet} => default/web[Pod] : TCP 8080 through Service default/front (${type})\n`,
      );
      expect(written(files('ClusterIP'), 'text')).not.toContain('{internet}');
    });

    test.each<ReachFormat>(['dot', 'mermaid', 'svg'])('as a picture in %s', (format) => {
      const name = format === 'mermaid' ? '#123;internet#125;' : '{internet}';
      expect(written(files('LoadBalancer'), format)).toContain(name);
      expect(written(files('ClusterIP'), format)).not.toContain(name);
    });

    test('as CSV and JSON where it is asked for, and else the list that other analyzers print', () => {
      const asked = (format: 'csv' | 'json') => {
        let text = '';
        const add = (chunk: string): void => {
          text += chunk;
        };
        answerReach(files('LoadBalancer'), format, add, { entrances: true });
        return text;
      };
      const [first, ...rest] = asked('csv').trim().split('\n');
      expect(first).toBe('src,dst,conn,through');
      expect(rest).toContain('{internet},default/web[Pod],TCP 8080,"Service default/front (LoadBalancer)"');
      expect(rest.every((line) => /^[^,]+,[^,]+,[^,]+,(?:"[^"]+")?$/.test(line))).toBe(true);
      expect(JSON.parse(asked('json'))).toContainEqual({
        src: '{internet}',
        dst: 'default/web[Pod]',
        conn: 'TCP 8080',
        through: 'Service default/front (LoadBalancer)',
      });
      expect(written(files('LoadBalancer'), 'csv')).toBe(written(files('ClusterIP'), 'csv'));
      expect(written(files('LoadBalancer'), 'json')).toBe(written(files('ClusterIP'), 'json'));
    });

    test('a Service that becomes a load balancer is a change, in every form', () => {
      const [base, head] = [files('ClusterIP'), files('LoadBalancer')];
      const told = 'TCP 8080 through Service default/front (LoadBalancer)';
      expect(answerDiff(base, head, 'text')).toBe(
        `+ {internet} => default/web[Pod] : ${told}\n1 opened, 0 closed, 0 changed\n`,
      );
      expect(answerDiff(head, base, 'text')).toContain(`- {internet} => default/web[Pod] : ${told}\n`);
      expect(answerDiff(base, head, 'csv')).toContain(',"Service default/front (LoadBalancer)"\n');
      expect(answerDiff(base, head, 'markdown')).toContain('through Service default/front (LoadBalancer)');
      expect(JSON.parse(answerDiff(base, head, 'json'))).toMatchObject([
        { kind: 'opened', source: '{internet}', through: 'Service default/front (LoadBalancer)' },
      ]);
      expect(answerDiff(base, head, 'dot')).toMatch(/"\{internet\}" -> "default\/web\[Pod\]" .*penwidth/);
      expect(answerDiff(base, head, 'mermaid')).toMatch(/linkStyle \d+ stroke:#d1242f/);
      expect(answerDiff(base, head, 'svg')).toContain('url(#opened)');
      for (const format of ['dot', 'mermaid', 'svg'] as const)
        expect(answerDiff(head, base, format)).not.toMatch(/penwidth|linkStyle|url\(#opened\)/);
    });
  });

  test('why takes the name of a port and an IPv6 address without being asked for both families', () => {
    const named = (port: string) => ({
      ...pod('web'),
      metadata: { name: 'web' },
      spec: {
        containers: [
          { name: 'm', image: 'i', ports: [{ name: 'http', containerPort: 8080 }] },
          { name: 'n', image: 'i', ports: [{ name: port, containerPort: 9090, protocol: 'UDP' }] },
        ],
      },
    });
    const files = (port: string) => [{ file: 'web.json', text: JSON.stringify(named(port)) }];
    expect(answerWhy(files('dns'), '2001:db8::1', 'web:http', 'text').text).toContain('TCP 8080');
    expect(answerWhy(files('dns'), '2001:db8::1', 'web:dns', 'text').text).toContain('UDP 9090');
    expect(() => answerWhy(files('dns'), '1.1.1.1', 'web:other', 'text')).toThrow('has no port other');
    expect(() => answerWhy(files('http'), '1.1.1.1', 'web:http', 'text')).toThrow('TCP 8080 or UDP 9090');
    expect(answerWhy(files('http'), '1.1.1.1', 'web:udp/http', 'text').text).toContain('UDP 9090');
  });
});
