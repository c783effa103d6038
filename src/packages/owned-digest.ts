// What a package database says that one file holds.

export type FileDigestAlgorithm = 'md5' | 'sha1' | 'sha256';

export interface OwnedDigest {
  /** As the database writes it, without a leading slash: directories in it may be links. */
  readonly path: string;
  /** Name of the package. */
  readonly owner: string;
  readonly algorithm: FileDigestAlgorithm;
  /** Lower-case hex. */
  readonly digest: string;
  /** A file that administrators are meant to edit. */
  readonly configuration: boolean;
  /** Path of the database, and the layer that wrote it. */
  readonly database: string;
  readonly layer: number;
}
