// Hosts of addresses, and lists of hosts that are allowed.

/** Lower case; undefined for an address without a host, such as that of a folder. */
export function hostOf(address: string): string | undefined {
  return /^\w[\w+.-]*:\/\/(?:[^@/]*@)?([^/:\s]+)/.exec(address)?.[1]?.toLowerCase();
}

/** `.example.com` allows the name itself and every name below it. */
export function hostMatches(allowed: string, host: string): boolean {
  return allowed.startsWith('.') ? host.endsWith(allowed) || host === allowed.slice(1) : host === allowed;
}
