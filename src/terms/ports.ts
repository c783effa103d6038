// What the pure middle may be handed from outside: time, log, randomness.

/** The only source of the present moment. */
export interface Clock {
  now(): Date;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** Moving status for a terminal, such as bytes of a layer; a log without a terminal drops it. */
  progress(event: ProgressEvent): void;
}

export interface ProgressEvent {
  /** What is worked on, such as a short layer digest. */
  readonly task: string;
  readonly done: number;
  /** Bytes or items in all, where known. */
  readonly total?: number;
  readonly finished?: boolean;
}

export interface Random {
  bytes(length: number): Uint8Array;
}
