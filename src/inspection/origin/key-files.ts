// Keys that apt, apk and rpm trust: fingerprints of what lies in their folders.
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

/** rpm's own key store since 6.0, in the folder of its database. */
const rpmForAll = /^(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/pubkeys\/[^/]+\.key$/;
/** Where keys lie that `gpgkey=` names; what of them is trusted stands in rpm's database. */
const rpmByName = /^etc\/pki\/rpm-gpg\/[^/]+$/;

export function isTrustedForAll(path: string): boolean {
  return aptForAll.test(path) || apk.test(path) || rpmForAll.test(path);
}

/** Facts: fingerprints of one file, upper-case hex; none where the file is no key ring. */
export const keyFileAnalyzer: Analyzer = {
  id: 'trusted-keys',
  version: 2,
  open(entry, sink) {
    const { path, type } = entry;
    if (
      type !== 'file' ||
      entry.size === 0 ||
      !/^(?:etc\/(?:ap|pki)|var\/lib\/rpm|(?:usr\/)?(?:lib|share|local)\/)/.test(path)
    )
      return undefined;
    const isApk = apk.test(path);
    const isRing = [aptForAll, aptByName, rpmForAll, rpmByName].some((form) => form.test(path));
    if (!isApk && !isRing) return undefined;
    return wholeBody(entry, ceiling, sink, (body) => {
      // An RSA key of apk has no fingerprint of its own: the digest of its file stands for it.
      const digest = (): string => createHash('sha256').update(body).digest('hex').toUpperCase();
      sink.fact(isApk ? [digest()] : [...keyFingerprints(body)]);
    });
  },
};
