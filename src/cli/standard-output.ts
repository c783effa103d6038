// Standard output, written through: a reader that is slow is waited for, and nothing is kept of what was written.
import { writeSync } from 'node:fs';
import { errorCode, errorMessage } from '../http/failures.ts';
import { OutsideError } from '../terms/errors.ts';

const pause = new Int32Array(new SharedArrayBuffer(4));
const pauseMilliseconds = 2;

/**
 * A printer for standard output. Node's own stream keeps something of each write until the
 * program comes back to its event loop, which a long listing does only at its end. A reader
 * that goes away (`| head`) ends the printing and nothing else: the exit code is still the answer.
 * Any other fault, such as a full disk, is an `OutsideError` filesystem.
 */
export function openPrinter(): (text: string) => void {
  const file = process.stdout.fd;
  const encoder = new TextEncoder();
  // One for all: a buffer for each text waits for the collector, which comes late while nothing but printing happens.
  const bytes = new Uint8Array(64 * 1024);
  let gone = false;
  const write = (length: number): void => {
    for (let at = 0; at < length && !gone; ) {
      try {
        at += writeSync(file, bytes, at, length - at);
      } catch (error) {
        const code = errorCode(error);
        if (code === 'EPIPE') gone = true;
        else if (code === 'EAGAIN') Atomics.wait(pause, 0, 0, pauseMilliseconds);
        else throw notWritten(error);
      }
    }
  };
  return (text) => {
    for (let rest = text; rest.length > 0 && !gone; ) {
      const { read, written } = encoder.encodeInto(rest, bytes);
      write(written);
      rest = rest.slice(read);
    }
  };
}

function notWritten(cause: unknown): OutsideError {
  return new OutsideError(
    'filesystem',
    `standard output could not be written: ${errorMessage(cause)}`,
    'Make room where it goes, or name a file with --output.',
    { cause },
  );
}
