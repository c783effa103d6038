// Findings and conditions for tests of the grade and the gate.
import type { GradeConditions } from '../../src/health/conditions.ts';
import type { Finding, VulnerabilityDetails } from '../../src/terms/finding.ts';
import type { Severity } from '../../src/terms/severity.ts';

export interface Sample {
  readonly rule?: string;
  readonly ids?: readonly string[];
  readonly subject?: string;
  readonly severity?: Severity;
  readonly fixed?: string | undefined;
  readonly since?: string | undefined;
  readonly knownExploited?: boolean;
  readonly path?: string;
}

const digest = `sha256:${'a'.repeat(64)}` as const;

export function vulnerability(sample: Sample = {}): Finding {
  const rule = sample.rule ?? 'CVE-2026-0001';
  const fixed = 'fixed' in sample ? sample.fixed : '1.2';
  const since = 'since' in sample ? sample.since : '2026-11-01T00:00:00Z';
  const details: VulnerabilityDetails = {
    kind: 'vulnerability',
    ids: sample.ids ?? [rule],
    purls: ['pkg:deb/debian/libssl3@1.1'],
    installed: '1.1',
    ...(fixed === undefined ? {} : { fixed }),
    ...(since === undefined ? {} : { aging: { since, basis: 'published' } }),
    knownExploited: sample.knownExploited ?? false,
    severitySource: 'vendor',
  };
  return base(sample, rule, details);
}

export function malicious(sample: Sample = {}): Finding {
  const rule = sample.rule ?? 'MAL-2026-1';
  return base(sample, rule, { kind: 'malicious', ids: [rule], purls: ['pkg:npm/evil@1'] });
}

export function fact(sample: Sample = {}): Finding {
  return base(sample, sample.rule ?? 'secrets/private-key', { kind: 'fact' });
}

function base(sample: Sample, rule: string, details: Finding['details']): Finding {
  return {
    rule,
    severity: sample.severity ?? 'high',
    subject: sample.subject ?? 'pkg:deb/debian/openssl',
    where: { kind: 'layer', path: sample.path ?? 'var/lib/dpkg/status', layer: 0, digest },
    message: 'openssl 1.1 is vulnerable.',
    because: 'It can be attacked.',
    fix: 'Install 1.2.',
    details,
  };
}

export const now = new Date('2026-11-25T10:00:00Z');

export const conditions: GradeConditions = {
  system: { kind: 'known', name: 'Debian 13', support: { until: '2030-06-30' } },
  refusals: [],
  uncovered: [],
  advisoriesUpdated: '2026-11-25T00:00:00Z',
};
