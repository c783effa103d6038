// Facts: when support of common releases ends, for runs without eol.json; each product with its source and the day of the check.
import type { SupportCycle, SupportDates } from './support-cycle.ts';

export interface SupportFact {
  /** endoflife.date's name. */
  readonly product: string;
  /** Where the distribution itself states its dates. */
  readonly source: string;
  readonly cycles: readonly SupportCycle[];
}

/** Day of endoflife.date's data (commit a70eca33) with which every date here was compared; test/e2e does it again. */
export const supportChecked = '2026-08-22';

export const supportFacts: readonly SupportFact[] = [
  {
    product: 'debian',
    source: 'https://wiki.debian.org/LTS',
    cycles: [
      { cycle: '13', ends: '2028-08-09', longTerm: '2030-06-30' },
      { cycle: '12', ends: '2026-07-11', longTerm: '2028-06-30' },
      { cycle: '11', ends: '2024-08-14', longTerm: '2026-08-31' },
      { cycle: '10', ends: '2022-09-10', longTerm: '2024-06-30' },
      { cycle: '9', ends: '2020-07-18', longTerm: '2022-06-30' },
    ],
  },
  {
    product: 'ubuntu',
    source: 'https://ubuntu.com/about/release-cycle',
    cycles: [
      { cycle: '26.04', ends: '2031-04-30' },
      { cycle: '24.04', ends: '2029-05-31' },
      { cycle: '22.04', ends: '2027-04-01' },
      { cycle: '20.04', ends: '2025-05-31' },
    ],
  },
  {
    product: 'alpine',
    source: 'https://alpinelinux.org/releases/',
    cycles: [
      { cycle: '3.24', ends: '2028-06-01' },
      { cycle: '3.23', ends: '2027-11-01' },
      { cycle: '3.22', ends: '2027-05-01' },
      { cycle: '3.21', ends: '2026-11-01' },
      { cycle: '3.20', ends: '2026-04-01' },
      { cycle: '3.19', ends: '2025-11-01' },
      { cycle: '3.18', ends: '2025-05-09' },
    ],
  },
  {
    product: 'almalinux',
    source: 'https://wiki.almalinux.org/release-notes/',
    cycles: [
      { cycle: '10', ends: '2035-05-31' },
      { cycle: '9', ends: '2032-05-31' },
      { cycle: '8', ends: '2029-05-31' },
    ],
  },
  {
    product: 'rocky-linux',
    source: 'https://wiki.rockylinux.org/rocky/version/',
    cycles: [
      { cycle: '10', ends: '2035-05-31' },
      { cycle: '9', ends: '2032-05-31' },
      { cycle: '8', ends: '2029-05-31' },
    ],
  },
  {
    product: 'rhel',
    source: 'https://access.redhat.com/support/policy/updates/errata',
    cycles: [
      { cycle: '10', ends: '2035-05-31' },
      { cycle: '9', ends: '2032-05-31' },
      { cycle: '8', ends: '2029-05-31' },
      { cycle: '7', ends: '2024-06-30' },
    ],
  },
];

export const builtInSupport: SupportDates = new Map(
  supportFacts.map(({ product, cycles }) => [product, cycles]),
);
