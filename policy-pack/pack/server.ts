// The analyzer service on loopback: raw bytes in and out, decoded by our own reader.
import { joinSentences } from '../../src/report/prose.ts';
import { OutsideError, UserError } from '../../src/terms/errors.ts';
import { answerOf, grpcStatus, readMessage, refusal } from './grpc.ts';
import { listen } from './http2/listen.ts';
import type { Answer } from './http2/outbox.ts';
import { methods } from './methods.ts';
import type { PackSession, SessionAnswer } from './session.ts';

/** Bytes as in the SDK's own server: the whole stack comes in one message. The engine asks one call after the other. */
const limits = { bytes: 400 * 1024 * 1024, streams: 100 };

/** Milliseconds that a call may wait for the outside: twice what images are given, and a policy to fetch before. */
const usualDeadline = 90_000;

export interface PackServer {
  readonly port: number;
  close(): void;
}

/** Listens on a free loopback port. A call that waits longer than `deadline` ms is an error. */
export async function serve(session: PackSession, deadline = usualDeadline): Promise<PackServer> {
  const calls = new Map(methods.map((method) => [`/pulumirpc.Analyzer/${method}`, session[method]]));
  return listen(({ path, body }, reply) => {
    const call = calls.get(path);
    if (call === undefined) reply(refusal(grpcStatus.unimplemented, `${path} is not served`));
    else respond(call, body, reply, deadline);
  }, limits);
}

/** A mistake of ours ends the call with an error: the engine then fails the operation, it never passes it. */
function respond(
  call: (request: Buffer) => SessionAnswer,
  body: Buffer,
  reply: (answer: Answer) => void,
  deadline: number,
): void {
  const fail = (error: unknown): void =>
    reply(refusal(grpcStatus.failedPrecondition, `seaworthy: ${describe(error)}`));
  try {
    const request = readMessage(body);
    if (!Buffer.isBuffer(request)) {
      reply(refusal(request.status, request.why));
      return;
    }
    const response = call(request);
    // Most calls tell of one resource and are answered at once: the engine waits for each.
    if (Buffer.isBuffer(response)) reply(answerOf(response));
    else within(deadline, response).then((late) => reply(answerOf(late)), fail);
  } catch (error) {
    fail(error);
  }
}

/** The engine waits for an answer without end. */
async function within<T>(limit: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const told = `nothing came from outside within ${limit / 1000} s`;
    const fix = 'Check the registry of the policy and of the images.';
    timer = setTimeout(() => reject(new OutsideError('unreachable', told, fix)), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What, where and what to do, in one line: the engine shows it as it is. */
function describe(error: unknown): string {
  if (error instanceof UserError) {
    const { file, line, column } = error.at ?? {};
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    return `${place === '' ? '' : `${place}: `}${joinSentences(error.message, error.fix)}`;
  }
  if (error instanceof OutsideError) return joinSentences(error.message, error.fix);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
