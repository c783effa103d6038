// A package found in an image.

/** One installed package. Everything in it was written by whoever built the image: untrusted text. */
export interface Package {
  /** Canonical package URL, with `distro`, `arch`, `epoch` qualifiers where the type has them. */
  readonly purl: string;
  /** purl type: `deb`, `apk`, `rpm`, `npm`, `pypi`, `golang`, … */
  readonly type: string;
  /** Name as the package manager shows it, namespace included (`@scope/name`). */
  readonly name: string;
  /** Version as the package manager shows it, epoch included (`1:2.3-4`). */
  readonly version: string;
  readonly architecture?: string;
  /** The source package that the distribution builds and fixes (deb source, apk origin, source rpm). */
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses?: readonly string[];
  /** Vendor as the database states it (rpm Vendor, dpkg Maintainer). */
  readonly vendor?: string;
  /** Where it was read: path in the image of the database or manifest file. */
  readonly path: string;
  /** Index of the layer (0 = lowest) that brought it in this version; for manifests the one that holds `path`. */
  readonly layer: number;
  /** purl of the operating-system package that owns this one's files; findings then belong to that one. */
  readonly ownedBy?: string;
  /** purls of the packages it names as dependencies, where the database says so. */
  readonly dependsOn?: readonly string[];
}

/** The distribution of an image, from os-release and its kin. */
export interface OperatingSystem {
  /** os-release ID, such as `debian`. */
  readonly id: string;
  readonly idLike: readonly string[];
  /** os-release VERSION_ID, such as `12`; absent on rolling releases. */
  readonly versionId?: string;
  readonly codename?: string;
  readonly prettyName?: string;
  readonly path: string;
  readonly layer: number;
}
