// The log entries of a bundle: bound to its signer, and counted by log.
import type { Bundle, TransparencyLogEntry } from '@sigstore/bundle';
import { checkLogBinding } from './log-binding.ts';
import { Rejection } from './rejection.ts';

export interface LogEntry {
  /** Hex of the log's id. */
  readonly log: string;
  readonly index: string;
  /** Such as `hashedrekord 0.0.1`. */
  readonly kind: string;
}

/** Copies of an entry are one entry, and entries of one log are one witness (CVE-2026-49834). */
export function checkEntries(bundle: Bundle, expected: Buffer, wanted: number): readonly LogEntry[] {
  const tlogEntries: readonly TransparencyLogEntry[] = bundle.verificationMaterial.tlogEntries;
  for (const entry of tlogEntries) checkLogBinding(entry, expected);
  const logs = new Set(tlogEntries.map(({ logId }) => logId.keyId.toString('hex')));
  if (logs.size < wanted)
    throw new Rejection('log-entry', `logged in ${logs.size} logs, where ${wanted} are asked`);
  return tlogEntries.map(({ logId, logIndex, kindVersion }) => ({
    log: logId.keyId.toString('hex'),
    index: logIndex,
    kind: `${kindVersion.kind} ${kindVersion.version}`,
  }));
}
