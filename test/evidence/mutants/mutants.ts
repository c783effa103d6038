// Data: the checks of the verifier, each with what the file says and what it would say without the check. Two more are
// guarded twice, by sigstore's library too: one signature in an envelope, and the number of log entries.

export interface Mutant {
  /** The check that is taken away. */
  readonly name: string;
  /** Below src/evidence. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const nothing = 'void 0;';

function without(name: string, file: string, from: string, to = nothing): Mutant {
  return { name, file, from, to };
}

export const mutants: readonly Mutant[] = [
  // Format
  without('size of a bundle', 'formats/bundle.ts', 'if (bytes.length > bundleCeiling) {', 'if (false) {'),
  without('strict base64 in a bundle', 'formats/bundle.ts', "checkBytes(root, '');"),
  without('number of log entries', 'formats/bundle.ts', 'entries.length > entryCeiling', 'false'),
  without(
    'known bundle versions',
    'formats/bundle.ts',
    'if (!isBundleMediaType(mediaType)) {',
    'if (false) {',
  ),
  without(
    'one certificate in an annotation',
    'formats/legacy-material.ts',
    "pem.split('BEGIN CERTIFICATE').length !== 2",
    'false',
  ),
  // Signature and content
  without(
    'signature over an envelope',
    'verify/content.ts',
    'verifySignature: (key) => verifyBytesSignature(encoded, key, only.sig),',
    'verifySignature: () => true,',
  ),
  without(
    'digest of a message',
    'verify/content.ts',
    'if (!same(messageDigest.digest, digest)) {',
    'if (false) {',
  ),
  without(
    'digest algorithm of a message',
    'verify/content.ts',
    'messageDigest.algorithm !== HashAlgorithm.SHA2_256',
    'false',
  ),
  without(
    'payload type',
    'verify/verify-bundle.ts',
    'if (payloadType !== inTotoMediaType) {',
    'if (false) {',
  ),
  without('subject of a statement', 'verify/verify-bundle.ts', 'checkSubject(statement, check.artifact);'),
  without('contradicting digests of a subject', 'verify/subject.ts', 'common.every(', 'common.some('),
  without('a digest that can be compared', 'verify/subject.ts', 'common.length > 0 && ', ''),
  without(
    'predicate type',
    'verify/verify-bundle.ts',
    'predicateTypes !== undefined && !predicateTypes.includes(statement.predicateType)',
    'false',
  ),
  without(
    'a signature is no attestation',
    'verify/verify-bundle.ts',
    'if (check.predicateTypes === undefined) return undefined;',
    'return undefined;',
  ),
  without(
    'an attestation is no signature',
    'image/judge-piece.ts',
    '? [predicateTypes.cosignSignature] : undefined',
    '? undefined : undefined',
  ),
  without(
    'digest in a legacy payload',
    'image/judge-piece.ts',
    'if (payload.digest !== digest) throw',
    'if (false) throw',
  ),
  // Who
  without(
    'subject of the certificate',
    'verify/identity.ts',
    'if (!matchesText(wanted.subject, signer.subject)) {',
    'if (false) {',
  ),
  without(
    'issuer of the identity',
    'verify/identity.ts',
    'if (!matchesText(wanted.issuer, signer.issuer)) {',
    'if (false) {',
  ),
  without('extensions', 'verify/identity.ts', 'if (!matchesText(match, said)) throw', 'if (false) throw'),
  without(
    'extensions that lack',
    'verify/identity.ts',
    'if (said === undefined) throw',
    'if (said === undefined) continue;\n    if (false) throw',
  ),
  without(
    'empty identity',
    'verify/text-match.ts',
    "match.value !== '' && text === match.value",
    'text.startsWith(match.value)',
  ),
  without(
    'anchor at the end of a pattern',
    'verify/text-match.ts',
    "return inPattern === pattern.length && pattern !== '';",
    "return pattern !== '';",
  ),
  without(
    'a star stops at / and @',
    'verify/text-match.ts',
    "text[resume] !== '/' && text[resume] !== '@'",
    'true',
  ),
  without(
    'one holder',
    'verify/certificate.ts',
    'name === undefined || names.length > 1',
    'name === undefined',
  ),
  without('one extension each', 'verify/certificate.ts', 'checkOnce(certificate);'),
  without(
    'two statements of the issuer',
    'verify/certificate.ts',
    'before !== undefined && before !== said',
    'false',
  ),
  without(
    'code signing',
    'verify/certificate.ts',
    'if (!(keyUsage ?? []).includes(codeSigning)) {',
    'if (false) {',
  ),
  without(
    'no authority signs',
    'verify/certificate.ts',
    'certificate.extBasicConstraints?.isCA === true',
    'false',
  ),
  without(
    'a key where an identity is asked',
    'verify/bundle-signer.ts',
    'if (leaf !== undefined)\n      throw',
    'if (false)\n      throw',
  ),
  without(
    'a root in the bundle',
    'verify/bundle-signer.ts',
    'others.some((certificate) => certificate.subject.equals(certificate.issuer))',
    'false',
  ),
  // When and where it was logged
  without(
    'entry bound to the signer',
    'verify/log-entries.ts',
    'for (const entry of tlogEntries) checkLogBinding(entry, expected);',
  ),
  without(
    'entries of one log are one witness',
    'verify/log-entries.ts',
    'logs.size < wanted',
    'tlogEntries.length < wanted',
  ),
  without(
    'certificate logs',
    'verify/verify-bundle.ts',
    'ctlogThreshold: thresholds.certificateLogs,',
    'ctlogThreshold: 0,',
  ),
  without(
    'trusted times',
    'verify/verify-bundle.ts',
    'timestampThreshold: thresholds.times,',
    'timestampThreshold: 0,',
  ),
  without('sources of time', 'verify/verify-bundle.ts', 'checkSources(times, thresholds.times);'),
  without('times in the future', 'verify/times.ts', 'if (late !== undefined)', 'if (false)'),
  without('age', 'verify/times.ts', 'if (maxAge === undefined) return;', 'return;'),
  without('a beginning of trust', 'trust/trusted-root.ts', 'validity(instance)?.start !== undefined', 'true'),
  // Certificate (VSA)
  without(
    'VSA: verifier',
    'image/certificate-checks.ts',
    'if (!wanted.verifiers.includes(verifier)) throw',
    'if (false) throw',
  ),
  without(
    'VSA: resource',
    'image/certificate-checks.ts',
    'if (resourceUri !== wanted.resource) {',
    'if (false) {',
  ),
  without(
    'VSA: policy digest',
    'image/certificate-checks.ts',
    'wanted.policyDigests !== undefined && !wanted.policyDigests.includes(policyDigest)',
    'false',
  ),
  without(
    'VSA: policy address',
    'image/certificate-checks.ts',
    'wanted.policyUri !== undefined && policyUri !== wanted.policyUri',
    'false',
  ),
  without('VSA: result', 'image/certificate-checks.ts', "if (result !== 'PASSED') throw", 'if (false) throw'),
  without(
    'VSA: levels',
    'image/certificate-checks.ts',
    'if (lacking !== undefined) throw',
    'if (false) throw',
  ),
  without(
    'VSA: grade',
    'image/certificate-checks.ts',
    'gradeLetters.indexOf(grade) > gradeLetters.indexOf(minimumGrade)',
    'false',
  ),
  without(
    'VSA: no grade',
    'image/certificate-checks.ts',
    "if (grade === undefined) throw new Rejection('level', 'the certificate states no grade');",
    'if (grade === undefined) return;',
  ),
  without(
    'VSA: stage',
    'image/certificate-checks.ts',
    'stage !== undefined && summary.stage !== stage',
    'false',
  ),
  without('VSA: age', 'image/certificate-checks.ts', 'maxAge !== undefined && age > maxAge', 'false'),
  without(
    'VSA: end',
    'image/certificate-checks.ts',
    'expires !== undefined && expires.getTime() <= now.getTime()',
    'false',
  ),
  without('VSA: future', 'image/certificate-checks.ts', 'if (age < -clockSkew)', 'if (false)'),
  without(
    'VSA: version of SLSA',
    'image/certificate-checks.ts',
    'slsaVersion !== undefined && !slsaVersions.includes(slsaVersion)',
    'false',
  ),
  // The image as a whole
  without(
    'an empty policy accepts nothing',
    'image/verify-image.ts',
    'if (uses.length === 0) {',
    'if (false) {',
  ),
  without('quarantine', 'image/verify-image.ts', 'if (mark !== undefined) {', 'if (false) {'),
  without(
    'N of M',
    'image/verify-image.ts',
    'if (signers.size >= use.threshold) return undefined;',
    'if (signers.size >= 1) return undefined;',
  ),
  without(
    'one signer counts once',
    'image/verify-image.ts',
    'const signers = new Set(accepted.map(({ verified }) => signerName(verified.signer)));',
    'const signers = { size: accepted.length };',
  ),
  without(
    'the manifest names its subject',
    'discovery/load-piece.ts',
    'if (document.subject?.digest !== subject) throw',
    'if (false) throw',
  ),
  without(
    'embedded content is what its digest says',
    'discovery/load-piece.ts',
    "verifyBytes(bytes, { what: 'evidence', digest, size });",
  ),
  without(
    'number of pieces that are fetched',
    'image/gather-evidence.ts',
    '.slice(0, loadCeiling - fetched)',
    '',
  ),
];
