// Names of Services in the values of environment variables.

export interface NamedService {
  readonly name: string;
  /** Absent: the pod's own namespace. */
  readonly namespace: string | undefined;
  readonly port: number | undefined;
  /** Whether the text can mean nothing but a Service of the cluster. */
  readonly certain: boolean;
}

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const inUrl = new RegExp(
  `^[a-z][a-z0-9+.-]*://(?:[^/@\\s]*@)?(${label}(?:\\.${label})*)\\.?(?::(\\d{1,5}))?(?:[/?#]|$)`,
  'i',
);
const bare = new RegExp(`^(${label}(?:\\.${label})*)\\.?(?::(\\d{1,5}))?$`, 'i');

/**
 * `name.ns.svc[.cluster.local]` is a Service for sure; a host of one word in a URL or before a port may be one
 * (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/). `undefined`: names none.
 */
export function namedService(text: string): NamedService | undefined {
  const value = text.trim();
  const url = inUrl.exec(value);
  const match = url ?? bare.exec(value);
  const host = match?.[1]?.toLowerCase();
  if (match === null || host === undefined || host === 'localhost') return undefined;
  const port = match[2] === undefined ? undefined : Number(match[2]);
  const parts = host.split('.');
  const [name, namespace, svc] = parts;
  if (name === undefined) return undefined;
  if (svc === 'svc' && (parts.length === 3 || host.endsWith('.cluster.local')))
    return { name, namespace, port, certain: true };
  const whole = url !== null || port !== undefined;
  if (parts.length === 1 && !/^\d+$/.test(name))
    return { name, namespace: undefined, port, certain: whole && url !== null };
  if (parts.length === 2 && whole) return { name, namespace, port, certain: false };
  return undefined;
}
