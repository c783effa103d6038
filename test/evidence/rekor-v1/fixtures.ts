// What the real Rekor v1 answered, kept by make.ts: bundles and legacy signatures of a key and of a certificate.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../../src/terms/digest.ts';
import type { WireRoot } from '../forge/instance.ts';
import type { WireBundle } from '../forge/sign.ts';

export const fixtures = 'rekor-v1.json';

export interface Fixture {
  readonly bundle: WireBundle;
  readonly legacy: { readonly payload: string; readonly annotations: Readonly<Record<string, string>> };
}

export interface Fixtures {
  readonly subject: { readonly name: string; readonly digest: Digest };
  readonly at: string;
  readonly publicKey: string;
  readonly signed: Readonly<Record<'key' | 'keyless', Fixture>>;
  readonly trustedRoot: WireRoot;
}

export function readFixtures(): Fixtures {
  return JSON.parse(readFileSync(join(import.meta.dirname, fixtures), 'utf8'));
}
