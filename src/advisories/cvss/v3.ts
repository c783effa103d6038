// CVSS v3.0 and v3.1 base score (first.org/cvss/v3.1/specification-document §7.1).
import { type Metrics, weight } from './vector.ts';

/** Undefined where a base metric is missing. */
export function scoreV3(metrics: Metrics): number | undefined {
  const scope = metrics.get('S');
  if (scope !== 'C' && scope !== 'U') return undefined;
  const changed = scope === 'C';
  const vector = weight(metrics, 'AV', { N: 0.85, A: 0.62, L: 0.55, P: 0.2 });
  const complexity = weight(metrics, 'AC', { L: 0.77, H: 0.44 });
  const privileges = weight(metrics, 'PR', { N: 0.85, L: changed ? 0.68 : 0.62, H: changed ? 0.5 : 0.27 });
  const interaction = weight(metrics, 'UI', { N: 0.85, R: 0.62 });
  const loss = { H: 0.56, L: 0.22, N: 0 };
  const c = weight(metrics, 'C', loss);
  const i = weight(metrics, 'I', loss);
  const a = weight(metrics, 'A', loss);
  if (vector === undefined || complexity === undefined || privileges === undefined) return undefined;
  if (interaction === undefined || c === undefined || i === undefined || a === undefined) return undefined;
  const base = 1 - (1 - c) * (1 - i) * (1 - a);
  const impact = changed ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  if (impact <= 0) return 0;
  const exploitability = 8.22 * vector * complexity * privileges * interaction;
  const score = Math.min((impact + exploitability) * (changed ? 1.08 : 1), 10);
  return roundUp(score);
}

/** Appendix A of 3.1: up to one decimal, untouched by the last bits of floating point. */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
