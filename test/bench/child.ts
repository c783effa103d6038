// Runs one measured command in a process of its own: wall time and peak memory are its own too.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Run {
  readonly seconds: number;
  readonly peakRssMiB: number;
  readonly stdout: string;
}

/** Ends with one of the codes or throws; output is kept, errors go to our own stderr. */
export async function measure(
  command: readonly [string, ...string[]],
  codes: readonly number[] = [0],
): Promise<Run> {
  const started = performance.now();
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 20);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === null || !codes.includes(code)) throw new Error(`${command.join(' ')} ended with ${code}`);
  } finally {
    clearInterval(look);
  }
  return {
    seconds: (performance.now() - started) / 1000,
    peakRssMiB: peak,
    stdout: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The kernel's own high-water mark of a live process, MiB; 0 where there is none to read. */
function peakOf(pid: number | undefined): number {
  try {
    const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return 0;
    throw error;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Rounded to three digits, as far as a wall clock means anything. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
