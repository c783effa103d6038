// CVSS v2 base score (first.org/cvss/v2/guide §3.2.1).
import { type Metrics, weight } from './vector.ts';

/** Undefined where a base metric is missing. */
export function scoreV2(metrics: Metrics): number | undefined {
  const vector = weight(metrics, 'AV', { L: 0.395, A: 0.646, N: 1 });
  const complexity = weight(metrics, 'AC', { H: 0.35, M: 0.61, L: 0.71 });
  const authentication = weight(metrics, 'Au', { M: 0.45, S: 0.56, N: 0.704 });
  const loss = { N: 0, P: 0.275, C: 0.66 };
  const c = weight(metrics, 'C', loss);
  const i = weight(metrics, 'I', loss);
  const a = weight(metrics, 'A', loss);
  if (vector === undefined || complexity === undefined || authentication === undefined) return undefined;
  if (c === undefined || i === undefined || a === undefined) return undefined;
  const impact = 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
  const exploitability = 20 * vector * complexity * authentication;
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176);
  return Math.round(Math.max(score, 0) * 10) / 10;
}
