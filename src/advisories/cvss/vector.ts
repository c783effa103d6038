// Splits a CVSS vector into its metrics.

export type Metrics = ReadonlyMap<string, string>;

export interface Vector {
  readonly version: '2' | '3.0' | '3.1' | '4.0';
  readonly metrics: Metrics;
}

/** Undefined for an unknown version, a metric without value, or one given twice. */
export function parseVector(text: string): Vector | undefined {
  if (text.length > 512) return undefined;
  const parts = text
    .replace(/^\((.*)\)$/, '$1')
    .replace(/\/$/, '')
    .split('/');
  const head = parts[0] ?? '';
  const version = head.startsWith('CVSS:') ? head.slice(5) : '2';
  if (version !== '2' && version !== '3.0' && version !== '3.1' && version !== '4.0') return undefined;
  const metrics = new Map<string, string>();
  for (const part of version === '2' ? parts : parts.slice(1)) {
    const [name, value, more] = part.split(':');
    if (name === undefined || value === undefined || more !== undefined || metrics.has(name))
      return undefined;
    metrics.set(name, value);
  }
  return { version, metrics };
}

/** Weight of a metric's value; undefined where it is missing or unknown. */
export function weight(
  metrics: Metrics,
  name: string,
  weights: Readonly<Record<string, number>>,
): number | undefined {
  const value = metrics.get(name);
  return value !== undefined && Object.hasOwn(weights, value) ? weights[value] : undefined;
}
