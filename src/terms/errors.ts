// The three kinds of error that leave a function: the user's input, something outside, our own mistake.

/** Where in a file a mistake stands; lines and columns count from 1. */
export interface FilePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Dotted path of the field, such as `images.grade.minimum`. */
  readonly field?: string;
}

export type UserErrorCode =
  | 'usage'
  | 'reference'
  | 'not-found'
  | 'platform'
  | 'policy'
  | 'waiver'
  | 'manifest'
  | 'key'
  | 'untrusted-event';

/** The input is wrong; the process ends with exit code 2. */
export class UserError extends Error {
  readonly kind = 'user';
  readonly code: UserErrorCode;
  /** What to do about it, as one imperative sentence. */
  readonly fix: string;
  readonly at: FilePosition | undefined;

  constructor(
    code: UserErrorCode,
    message: string,
    fix: string,
    options: { readonly at?: FilePosition; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.fix = fix;
    this.at = options.at;
  }
}

export type OutsideErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limited'
  | 'server'
  | 'protocol'
  | 'conflict'
  | 'filesystem'
  | 'tls'
  | 'redirect';

/** A registry, service or disk did not do its part; the process ends with exit code 3. */
export class OutsideError extends Error {
  readonly kind = 'outside';
  readonly code: OutsideErrorCode;
  readonly fix: string;
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean;
  readonly status: number | undefined;

  constructor(
    code: OutsideErrorCode,
    message: string,
    fix: string,
    options: { readonly retryable?: boolean; readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OutsideError';
    this.code = code;
    this.fix = fix;
    this.retryable = options.retryable ?? false;
    this.status = options.status;
  }
}

/** Our own mistake: a state that the code rules out. The process ends with exit code 4. */
export class Bug extends Error {
  readonly kind = 'bug';

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Bug';
  }
}

/** For the default branch of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Bug(`unexpected value ${JSON.stringify(value)}`);
}
