// Keys that apt and apk trust: fingerprints of what lies in their folders.
import { createHash } from 'node:crypto';
import type { Analyzer } from '../../image/analyzer.ts';
import { wholeBody } from '../../image/analyzer.ts';
import { keyFingerprints } from '../../packages/openpgp.ts';

const ceiling = 4 * 1024 * 1024;

/** Trusted for every source; those of keyrings only for sources that name them (apt-secure(8), sources.list(5)). */
const aptForAll = /^etc\/apt\/trusted\.gpg(?:\.d\/[^/]+\.(?:gpg|asc|pgp))?$/;
const aptByName = /^(?:etc\/apt\/keyrings|usr\/(?:local\/)?share\/keyrings)\/[^/]+\.(?:gpg|asc|pgp)$/;
/** apk-keys(5). */
const apk = /^(?:etc\/apk\/keys|(?:usr\/)?lib\/apk\/keys|usr\/share\/apk\/keys)\/[^/]+\.pub$/;

export function isTrustedForAll(path: string): boolean {
  return aptForAll.test(path) || apk.test(path);
}

/** Facts: fingerprints of one file, upper-case hex; none where the file is no key ring. */
export const keyFileAnalyzer: Analyzer = {
  id: 'trusted-keys',
  version: 1,
  open(entry, sink) {
    const { path, type } = entry;
    if (type !== 'file' || entry.size === 0 || !/^(?:etc\/ap|(?:usr\/)?(?:lib|share|local)\/)/.test(path))
      return undefined;
    const isApk = apk.test(path);
    if (!isApk && !aptForAll.test(path) && !aptByName.test(path)) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      // An RSA key of apk has no fingerprint of its own: the digest of its file stands for it.
      const digest = (): string => createHash('sha256').update(body).digest('hex').toUpperCase();
      sink.fact(isApk ? [digest()] : [...keyFingerprints(body)]);
    });
  },
};
