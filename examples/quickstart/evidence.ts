// What the tour signs with and on: a throw-away key, a copy of the sample, and copies that somebody tampered with.
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const refName = 'org.opencontainers.image.ref.name';

/** Writes `key.pem` and `key.pub`, and copies the sample to `signed`. */
export function prepareSigning(image: string, folder: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' });
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'key.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
  cpSync(image, join(folder, 'signed'), { recursive: true });
}

/** A copy in which the tag of the signed version leads to the refused one. */
export function swapImages(folder: string): void {
  const copy = join(folder, 'swapped');
  cpSync(join(folder, 'signed'), copy, { recursive: true });
  const file = join(copy, 'index.json');
  const index = JSON.parse(readFileSync(file, 'utf8'));
  for (const { annotations } of index.manifests) {
    if (annotations?.[refName] === '1.1') annotations[refName] = 'aside';
    else if (annotations?.[refName] === '1.0') annotations[refName] = '1.1';
  }
  writeFileSync(file, JSON.stringify(index));
}

/** A copy with one byte changed in the manifest that was signed. */
export function breakImage(folder: string): void {
  const copy = join(folder, 'broken');
  cpSync(join(folder, 'signed'), copy, { recursive: true });
  const index = JSON.parse(readFileSync(join(copy, 'index.json'), 'utf8'));
  const entry = index.manifests.find(
    ({ annotations }: { annotations?: Record<string, string> }) => annotations?.[refName] === '1.1',
  );
  const file = join(copy, 'blobs', String(entry?.digest).replace(':', '/'));
  const bytes = readFileSync(file);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
