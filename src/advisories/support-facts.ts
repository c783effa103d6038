// Facts: when support of common releases ends, for runs without eol.json. As of 2026-11.
// Sources: wiki.debian.org/LTS, ubuntu.com/about/release-cycle, alpinelinux.org/releases, access.redhat.com/support/policy/updates/errata, wiki.rockylinux.org/rocky/version.
import type { SupportCycle, SupportDates } from './support-cycle.ts';

const facts: readonly (readonly [product: string, cycles: readonly SupportCycle[]])[] = [
  [
    'debian',
    [
      { cycle: '13', ends: '2028-08-09', longTerm: '2030-06-30' },
      { cycle: '12', ends: '2026-07-11', longTerm: '2028-06-30' },
      { cycle: '11', ends: '2024-08-14', longTerm: '2026-08-31' },
      { cycle: '10', ends: '2022-09-10', longTerm: '2024-06-30' },
      { cycle: '9', ends: '2020-07-18', longTerm: '2022-06-30' },
    ],
  ],
  [
    'ubuntu',
    [
      { cycle: '26.04', ends: '2031-04-30' },
      { cycle: '24.04', ends: '2029-05-31' },
      { cycle: '22.04', ends: '2027-04-01' },
      { cycle: '20.04', ends: '2025-05-31' },
    ],
  ],
  [
    'alpine',
    [
      { cycle: '3.24', ends: '2028-06-01' },
      { cycle: '3.23', ends: '2027-11-01' },
      { cycle: '3.22', ends: '2027-05-01' },
      { cycle: '3.21', ends: '2026-11-01' },
      { cycle: '3.20', ends: '2026-04-01' },
      { cycle: '3.19', ends: '2025-11-01' },
      { cycle: '3.18', ends: '2025-05-09' },
    ],
  ],
  [
    'almalinux',
    [
      { cycle: '10', ends: '2035-05-31' },
      { cycle: '9', ends: '2032-05-31' },
      { cycle: '8', ends: '2029-05-31' },
    ],
  ],
  [
    'rocky-linux',
    [
      { cycle: '10', ends: '2035-05-31' },
      { cycle: '9', ends: '2032-05-31' },
      { cycle: '8', ends: '2029-05-31' },
    ],
  ],
  [
    'rhel',
    [
      { cycle: '10', ends: '2035-05-31' },
      { cycle: '9', ends: '2032-05-31' },
      { cycle: '8', ends: '2029-05-31' },
      { cycle: '7', ends: '2024-06-30' },
    ],
  ],
];

export const builtInSupport: SupportDates = new Map(facts);
