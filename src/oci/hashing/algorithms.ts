// The digests that images and package databases are named by.

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** Bytes of each digest. */
export const lengthOf: Readonly<Record<HashAlgorithm, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha512: 64,
};

/** In the order of their bits in a command. */
export const algorithms: readonly HashAlgorithm[] = ['md5', 'sha1', 'sha256', 'sha512'];
