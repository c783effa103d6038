// One installed package that one entry of one record affects.
import type { VersionOrder } from '../packages/versions/order.ts';
import type { Package } from '../terms/package.ts';
import type { Advisory, Affected } from './record.ts';
import type { Named } from './vulnerabilities.ts';

export interface Match {
  readonly pkg: Package;
  readonly advisory: Advisory;
  readonly entry: Affected;
  readonly order: VersionOrder;
  readonly fixed?: string;
}

/** A match seen as one of the vulnerabilities that its record speaks of. */
export interface NamedMatch extends Match, Named {}
