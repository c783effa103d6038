// Connections: keep-alive agents, tunnels through proxies, and the check of every resolved address.
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type * as http from 'node:http';
import type * as https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type * as tls from 'node:tls';
import { OutsideError } from '../terms/errors.ts';
import { type AddressClass, addressClass, mayReach } from './addresses.ts';
import type { HttpOptions } from './message.ts';
import { nodeHttp, nodeHttps, nodeTls } from './node-protocols.ts';
import { proxyAuthorization } from './proxy.ts';

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

export function privateTargetError(host: string, target: AddressClass): OutsideError {
  return new OutsideError(
    'redirect',
    `refused to follow the server to ${host}, a ${target} address`,
    'A public server that points inwards is misconfigured or hostile; name that host yourself if it is meant.',
  );
}

/** Resolution that refuses addresses where a server of class `sentBy` may not send us (no gap for DNS rebinding). */
function guardedLookup(sentBy: AddressClass) {
  return (host: string, options: LookupOptions, done: LookupCallback): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const wrong = addresses.find(({ address }) => !mayReach(sentBy, addressClass(address)));
      if (wrong !== undefined) return done(privateTargetError(host, addressClass(wrong.address)), []);
      if (options.all === true) return done(null, addresses);
      const [first] = addresses;
      return done(null, first?.address ?? '', first?.family ?? 4);
    });
  };
}

export interface Lines {
  /** The agent for a target, by who sent us there; a proxy tunnels HTTPS and resolves names itself. */
  agent(url: URL, sentBy: AddressClass | undefined, proxy: URL | undefined): http.Agent;
  close(): void;
}

function tunnel(proxy: URL, trust: tls.SecureContextOptions): https.Agent {
  const agent = new (nodeHttps().Agent)({ keepAlive: true, ...trust });
  agent.createConnection = (options, done) => {
    const target = `${options.host}:${options.port}`;
    const authorization = proxyAuthorization(proxy);
    const module = proxy.protocol === 'https:' ? nodeHttps() : nodeHttp();
    const connect = module.request({
      host: proxy.hostname,
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      agent: false,
      headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
      ...trust,
    });
    const fail = (error: Error) => done?.(error, undefined as never);
    connect.once('connect', (response: http.IncomingMessage, socket: Duplex) => {
      if (response.statusCode === 200) {
        const host = options.host ?? '';
        const servername = isIP(host) === 0 ? host : '';
        done?.(null, nodeTls().connect({ ...trust, socket, host, servername }));
        return;
      }
      socket.destroy();
      const fix = 'Check the proxy settings and the credentials in them.';
      const message = `the proxy ${proxy.host} answered ${response.statusCode} to a tunnel to ${target}`;
      fail(new OutsideError('unreachable', message, fix, { retryable: (response.statusCode ?? 0) >= 500 }));
    });
    connect.once('error', fail);
    connect.end();
    return undefined;
  };
  return agent;
}

export function openLines(options: HttpOptions): Lines {
  const { certificates = [] } = options;
  let known: tls.SecureContextOptions | undefined;
  // Reading the system's own certificates takes tens of milliseconds: only for a connection.
  const trusted = (): tls.SecureContextOptions => {
    known ??=
      certificates.length === 0 ? {} : { ca: [...nodeTls().getCACertificates('default'), ...certificates] };
    return known;
  };
  const agents = new Map<string, http.Agent>();
  const make = (url: URL, sentBy: AddressClass | undefined, proxy: URL | undefined): http.Agent => {
    const secure = url.protocol === 'https:';
    if (proxy !== undefined && secure) return tunnel(proxy, trusted());
    const guard = sentBy === undefined || proxy !== undefined ? {} : { lookup: guardedLookup(sentBy) };
    const settings = { keepAlive: true, scheduling: 'lifo' as const, ...guard };
    return secure ? new (nodeHttps().Agent)({ ...settings, ...trusted() }) : new (nodeHttp().Agent)(settings);
  };
  return {
    agent(url, sentBy, proxy) {
      const key = `${url.protocol} ${sentBy ?? ''} ${proxy?.href ?? ''}`;
      const agent = agents.get(key) ?? make(url, sentBy, proxy);
      agents.set(key, agent);
      return agent;
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}
