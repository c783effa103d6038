// Where a finding of the stack gate stands and what is wrong there, as plain texts that surfaces encode.
import type { Finding } from '../../terms/finding.ts';

/** `deploy/web.yaml:12`; for a Pulumi resource the path in it, since its URN is the subject. */
export function placeText({ where }: Finding): string {
  if (where.kind === 'file') return `${where.file}:${where.line}`;
  return where.kind === 'layer' ? where.path : where.field;
}

export function fieldText({ where }: Finding): string {
  return where.kind === 'layer' ? where.path : where.field;
}

/** `true → false or not set`; empty where the finding does not say. */
export function differenceText({ details }: Finding): string {
  if (details.kind !== 'fact' || details.actual === undefined || details.required === undefined) return '';
  return `${details.actual} → ${details.required}`;
}
