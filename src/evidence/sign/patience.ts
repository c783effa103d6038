// Waits for logs and clocks that are out for minutes: what the gate found would be lost with the run.
import { OutsideError } from '../../terms/errors.ts';
import type { Witness, Witnesses } from './witness.ts';

export interface Patience {
  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** Told before each wait. */
  note(message: string): void;
}

/** Milliseconds; together less than half of a signing certificate's ten minutes. */
const waits: readonly number[] = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000];

/** All witnesses share the waits of one run. What cannot be helped by waiting leaves at once. */
export function patientWitnesses({ bundle, legacy }: Witnesses, patience: Patience): Witnesses {
  const left = [...waits];
  const known = new Map<Witness, Witness>();
  const patient = (witness: Witness): Witness => {
    const one = known.get(witness) ?? waiting(witness, left, patience);
    known.set(witness, one);
    return one;
  };
  return { bundle: bundle.map(patient), legacy: legacy.map(patient) };
}

function waiting(witness: Witness, left: number[], { sleep, note }: Patience): Witness {
  return {
    async testify(signed) {
      for (;;) {
        try {
          return await witness.testify(signed);
        } catch (error) {
          const wait = error instanceof OutsideError && error.retryable ? left.shift() : undefined;
          if (wait === undefined) throw error;
          note(`${error instanceof Error ? error.message : ''}: asked again in ${wait / 1000} s`);
          await sleep(wait);
        }
      }
    },
  };
}
