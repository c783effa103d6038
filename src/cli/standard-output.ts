// Standard output, written through: what a slow reader has not taken yet is waited for, never piled up.
import { writeSync } from 'node:fs';
import { errorCode } from '../http/failures.ts';

const pause = new Int32Array(new SharedArrayBuffer(4));
const pauseMilliseconds = 2;

/**
 * A printer for standard output. A pipe would otherwise keep every piece in memory until the command ends. A reader
 * that goes away (`| head`) ends the printing and nothing else: the exit code is still the answer.
 */
export function openPrinter(): (text: string) => void {
  const file = process.stdout.fd;
  let gone = false;
  return (text) => {
    let bytes = Buffer.from(text);
    while (bytes.length > 0 && !gone) {
      try {
        bytes = bytes.subarray(writeSync(file, bytes));
      } catch (error) {
        const code = errorCode(error);
        if (code === 'EPIPE') gone = true;
        else if (code === 'EAGAIN') Atomics.wait(pause, 0, 0, pauseMilliseconds);
        else throw error;
      }
    }
  };
}
