// The one interface of every package format: facts from single files, then packages of the squashed image.
import type { Analyzer } from '../image/analyzer.ts';
import type { ImageView } from '../image/view.ts';
import type { OperatingSystem, Package } from '../terms/package.ts';
import type { Refusal } from '../terms/refusal.ts';

/** One package format. Pure: all that it knows of an image comes from its analyzer's facts and the view. */
export interface PackageFormat {
  /** kebab-case, such as `npm`. */
  readonly id: string;
  /** Facts per file and layer, as cacheable JSON. */
  readonly analyzer: Analyzer;
  /** Packages of the squashed image from the visible facts. */
  assemble(view: ImageView, context: AssembleContext): AssembledFormat;
}

export interface AssembleContext {
  readonly os: OperatingSystem | undefined;
}

export interface AssembledFormat {
  readonly packages: readonly FoundPackage[];
  readonly refusals: readonly Refusal[];
}

/** A package and, where its format says so, the image paths of the files that are its own, where it lies, who signed it. */
export interface FoundPackage extends Package {
  readonly files?: readonly string[];
  /** Of a library that nobody can name: where it lies in the file at `path`, such as `app.jar!/lib/x.jar`. */
  readonly places?: readonly string[];
  /** Long id of the key that signed it; empty where nobody did. Absent where the format does not tell. */
  readonly signer?: string;
}
