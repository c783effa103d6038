// Memory that is given back before the collector comes for it.

/**
 * For memory that nothing else lies in: the bytes must not be touched again, nor any others of the same buffer. The collector
 * would let dozens of megabytes pile up first, and then go through everything for their sake. What is no larger than Node's
 * pool may lie in it, beside whatever else the program holds, and is left alone.
 */
export function giveBack({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}
