// The package formats that an image is read for, and how far each one is proven; the docs' table is made from it.
import { apk } from './apk/format.ts';
import { dpkg } from './dpkg/format.ts';
import type { PackageFormat } from './format.ts';
import { golang } from './golang.ts';
import { npm } from './npm.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm/format.ts';

export type Proof = 'proven on real data' | 'by cases of our own' | 'not proven';

export interface ListedFormat {
  readonly format: PackageFormat;
  /** What is read, for the table. */
  readonly reads: string;
  readonly proof: Proof;
  /** What the proof is, or what is known to be missing. */
  readonly note: string;
}

export const listedFormats: readonly ListedFormat[] = [
  E
ls src/packages/apk src/packages/rpm src/packages/dpkg; grep -n "^export const" src/packages/{apk,rpm,dpkg}/*.ts | head -20; git log --oneline -3; ls docs | head; grep -rn "listedFormats\|packages/formats" src test build 2>/dev/null | grep -v '^src/packages/formats.ts' | head
