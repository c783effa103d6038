// Sigstore bundle vectors, each with its artifact as a file and as a digest alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePublicKey } from '../../../src/evidence/trust/public-key.ts';
import { parseTrustedRoot } from '../../../src/evidence/trust/trusted-root.ts';
import { type Artifact, artifactNamed, artifactOf } from '../../../src/evidence/verify/content.ts';
import { rejectionCodes } from '../../../src/evidence/verify/rejection.ts';
import type { Identity } from '../../../src/evidence/verify/signer.ts';
import { verifyBundle } from '../../../src/evidence/verify/verify-bundle.ts';
import { isDigest } from '../../../src/terms/digest.ts';
import { UserError } from '../../../src/terms/errors.ts';
import type { Suite } from '../suite.ts';

interface Case {
  name: string;
  expectPass: boolean;
  bundle: string;
  keyFile?: string;
  identity?: string;
  issuer?: string;
  trustedRoot: string;
  artifact: string;
  artifactDigest: string;
}

export const suite: Suite = {
  name: 'sigstore',
  async run(folder) {
    const cases: Case[] = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
    const failures: string[] = [];
    for (const vector of cases) {
      const file = artifactOf(readFileSync(join(folder, vector.artifact)));
      if (!isDigest(vector.artifactDigest)) throw new Error(`${vector.name}: no digest`);
      for (const [mode, artifact] of [
        ['file', file],
        ['digest', artifactNamed(vector.artifactDigest)],
      ] as const) {
        const problem = judged(folder, vector, artifact);
        if (problem !== undefined) failures.push(`${vector.name} (${mode}): ${problem}`);
      }
    }
    const total = cases.length * 2;
    return { passed: total - failures.length, total, failures };
  },
};

function judged(folder: string, vector: Case, artifact: Artifact): string | undefined {
  try {
    const path = join(folder, vector.trustedRoot);
    const result = verifyBundle(readFileSync(join(folder, vector.bundle)), {
      artifact,
      trustedRoot: parseTrustedRoot(readFileSync(path), { kind: 'file', path }),
      identity: identityOf(folder, vector),
    });
    if (result.kind === 'ok') return vector.expectPass ? undefined : 'accepted';
    if (!rejectionCodes.includes(result.code)) return `the reason ${result.code} is not one of the list`;
    return vector.expectPass ? `${result.code}: ${result.message}` : undefined;
  } catch (error) {
    // A key that is no key is the user's mistake, with exit code 2: a typed refusal too.
    if (error instanceof UserError && error.code === 'key' && !vector.expectPass) return undefined;
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

function identityOf(folder: string, { keyFile, identity, issuer }: Case): Identity {
  if (keyFile !== undefined) {
    const path = join(folder, keyFile);
    return { kind: 'key', key: parsePublicKey(readFileSync(path, 'utf8'), path) };
  }
  return {
    kind: 'certificate',
    subject: { kind: 'exact', value: identity ?? '' },
    issuer: { kind: 'exact', value: issuer ?? '' },
  };
}
