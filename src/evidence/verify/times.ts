// The trusted times of a bundle, and what they are held against.
import type { Bundle, TransparencyLogEntry } from '@sigstore/bundle';
import { RFC3161Timestamp } from '@sigstore/core';
import { Rejection } from './rejection.ts';

export interface TrustedTime {
  readonly kind: 'log' | 'authority';
  /** Whose word it is: hex of the log's id, or of the authority's name. */
  readonly source: string;
  readonly at: Date;
}

/** The times that sigstore's verifier has verified: promises of a log, and timestamps of an authority. */
export function timesOf(bundle: Bundle): readonly TrustedTime[] {
  const { timestampVerificationData } = bundle.verificationMaterial;
  const tlogEntries: readonly TransparencyLogEntry[] = bundle.verificationMaterial.tlogEntries;
  const logged = tlogEntries
    .filter((entry) => entry.inclusionPromise !== undefined && entry.integratedTime !== '0')
    .map(
      (entry): TrustedTime => ({
        kind: 'log',
        source: entry.logId.keyId.toString('hex'),
        at: new Date(Number(entry.integratedTime) * 1000),
      }),
    );
  const stamped = (timestampVerificationData?.rfc3161Timestamps ?? []).map(
    ({ signedTimestamp }): TrustedTime => {
      const stamp = RFC3161Timestamp.parse(Buffer.from(signedTimestamp));
      return { kind: 'authority', source: stamp.signerIssuer.toString('hex'), at: stamp.signingTime };
    },
  );
  return [...logged, ...stamped].sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Clocks of logs and ours may differ by this much, in milliseconds. */
const clockSkew = 5 * 60 * 1000;

/** Rejections `future`, `age`; `maxAge` in milliseconds, counted from the earliest trusted time. */
export function checkAge(times: readonly TrustedTime[], now: Date, maxAge: number | undefined): void {
  const late = times.find(({ at }) => at.getTime() > now.getTime() + clockSkew);
  if (late !== undefined)
    throw new Rejection('future', `signed at ${late.at.toISOString()}, which is not yet`);
  if (maxAge === undefined) return;
  const [first] = times;
  if (first === undefined) throw new Rejection('age', 'no trusted time says how old it is');
  if (now.getTime() - first.at.getTime() > maxAge) {
    throw new Rejection('age', `signed at ${first.at.toISOString()}, longer ago than is allowed`);
  }
}

/** One authority that stamps twice is one source (as CVE-2026-49834 for logs). Rejection `time`. */
export function checkSources(times: readonly TrustedTime[], wanted: number): void {
  const sources = new Set(times.map(({ kind, source }) => `${kind} ${source}`)).size;
  if (sources < wanted) throw new Rejection('time', `${sources} sources of time, where ${wanted} are asked`);
}
