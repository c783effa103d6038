// Which proxy a request goes through, as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say.
import { BlockList, isIP, isIPv4 } from 'node:net';
import { UserError } from '../terms/errors.ts';
import { addressClass, hostClass } from './addresses.ts';
import type { HttpOptions } from './message.ts';

type Proxies = NonNullable<HttpOptions['proxies']>;

function proxyUrl(text: string): URL {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UserError(
      'usage',
      'the proxy setting is not an http:// or https:// address',
      'Set HTTPS_PROXY to something like http://proxy.example:3128, or unset it.',
    );
  }
  return url;
}

function inSubnet(address: string, network: string, prefix: number): boolean {
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 'ipv4' ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function exempts(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [network = '', prefix] = entry.split('/');
  if (prefix !== undefined)
    return isIP(host) !== 0 && isIP(network) !== 0 && inSubnet(host, network, Number(prefix));
  const withPort = /^(.*):(\d+)$/.exec(entry);
  const bare = isIP(entry) === 0 && withPort !== null ? (withPort[1] ?? '') : entry;
  if (isIP(entry) === 0 && withPort !== null && withPort[2] !== port) return false;
  const name = bare.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return host === name || host.endsWith(`.${name}`);
}

/** The proxy for a URL; undefined: straight to it. Loopback is never sent to a proxy. */
export function proxyFor(url: URL, proxies: Proxies): URL | undefined {
  const text = url.protocol === 'https:' ? proxies.https : proxies.http;
  if (text === undefined || text === '') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (hostClass(host) === 'loopback' || (isIP(host) !== 0 && addressClass(host) === 'loopback'))
    return undefined;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const entries = (proxies.no ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  if (entries.some((entry) => entry !== '' && exempts(entry, host, port))) return undefined;
  return proxyUrl(text);
}

/** `Proxy-Authorization` from the proxy's address, if it names a user. */
export function proxyAuthorization(proxy: URL): string | undefined {
  if (proxy.username === '') return undefined;
  const user = decodeURIComponent(proxy.username);
  const password = decodeURIComponent(proxy.password);
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
