// Where a registry's API is.
import { hostClass } from '../../http/addresses.ts';

export interface EndpointOptions {
  /** Hosts (with port) that are spoken to in plain HTTP. Loopback is too, unless listed in `secure`. */
  readonly insecure?: readonly string[];
  /** Loopback hosts (with port) that speak HTTPS. */
  readonly secure?: readonly string[];
}

/** The origin of a registry's API; Docker Hub's is not its name. */
export function registryOrigin(registry: string, options: EndpointOptions = {}): URL {
  if (registry === 'docker.io') return new URL('https://registry-1.docker.io');
  const url = new URL(`https://${registry}`);
  const loopback = hostClass(url.hostname) === 'loopback' && options.secure?.includes(registry) !== true;
  if (loopback || options.insecure?.includes(registry) === true) return new URL(`http://${registry}`);
  return url;
}
