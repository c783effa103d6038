// The analyzer service on loopback: raw bytes in and out, decoded by our own reader.
import { type handleUnaryCall, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { OutsideError, UserError } from '../../src/terms/errors.ts';
import { methods } from './methods.ts';
import type { PackSession, SessionAnswer } from './session.ts';

/** As the SDK's own server: the whole stack comes in one message. */
const largestMessage = 400 * 1024 * 1024;

/** Milliseconds that a call may wait for the outside: twice what images are given, and a policy to fetch before. */
const usualDeadline = 90_000;

export interface PackServer {
  readonly port: number;
  close(): void;
}

/** Listens on a free loopback port. A call that waits longer than `deadline` ms is an error. */
export async function serve(session: PackSession, deadline = usualDeadline): Promise<PackServer> {
  const server = new Server({
    'grpc.max_receive_message_length': largestMessage,
    'grpc.max_send_message_length': largestMessage,
  });
  const raw = (bytes: Buffer): Buffer => bytes;
  const definition = Object.fromEntries(
    methods.map((method) => [
      method,
      {
        path: `/pulumirpc.Analyzer/${method}`,
        requestStream: false,
        responseStream: false,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    ]),
  );
  const handlers = Object.fromEntries(methods.map((method) => [method, handler(session[method], deadline)]));
  server.addService(definition, handlers);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve({ port, close: () => server.forceShutdown() });
      else reject(error);
    });
  });
}

/** A mistake of ours ends the call with an error: the engine then fails the operation, it never passes it. */
function handler(
  answer: (request: Buffer) => SessionAnswer,
  deadline: number,
): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    const fail = (error: unknown): void =>
      callback({ code: status.FAILED_PRECONDITION, details: `seaworthy: ${describe(error)}` });
    try {
      const response = answer(call.request);
      // Most calls tell of one resource and are answered at once: the engine waits for each.
      if (Buffer.isBuffer(response)) callback(null, response);
      else within(deadline, response).then((late) => callback(null, late), fail);
    } catch (error) {
      fail(error);
    }
  };
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
    return `${place === '' ? '' : `${place}: `}${error.message}. ${error.fix}`;
  }
  if (error instanceof OutsideError) return `${error.message}. ${error.fix}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
