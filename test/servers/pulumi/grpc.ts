// A gRPC service of raw bytes, as the plugins of these tests serve and call them.
import {
  Client,
  credentials,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  status,
} from '@grpc/grpc-js';

const raw = (bytes: Buffer): Buffer => bytes;
const large = { 'grpc.max_receive_message_length': 1 << 29, 'grpc.max_send_message_length': 1 << 29 };

export type Unary = (request: Buffer) => Buffer | Promise<Buffer>;
export type Streaming = (request: Buffer, write: (response: Buffer) => void) => Promise<void>;

export interface Service {
  /** `pulumirpc.Analyzer`. */
  readonly name: string;
  readonly unary: Readonly<Record<string, Unary>>;
  readonly streaming?: Readonly<Record<string, Streaming>>;
}

/** Listens on loopback; prints the port as the engine expects of a plugin. */
export async function servePlugin(service: Service): Promise<number> {
  const server = new Server(large);
  const names = [...Object.keys(service.unary), ...Object.keys(service.streaming ?? {})];
  const definition = Object.fromEntries(
    names.map((method) => [
      method,
      {
        path: `/${service.name}/${method}`,
        requestStream: false,
        responseStream: service.streaming?.[method] !== undefined,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    ]),
  );
  const handlers = Object.fromEntries([
    ...Object.entries(service.unary).map(([method, answer]) => [method, unary(answer)] as const),
    ...Object.entries(service.streaming ?? {}).map(
      ([method, answer]) => [method, streaming(answer)] as const,
    ),
  ]);
  server.addService(definition, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  process.stdout.write(`${port}\n`);
  return port;
}

function unary(answer: Unary): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: status.INTERNAL, details: String(error) }),
      );
  };
}

function streaming(answer: Streaming): handleServerStreamingCall<Buffer, Buffer> {
  return (call) => {
    answer(call.request, (response) => call.write(response)).then(
      () => call.end(),
      (error: unknown) => call.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  };
}

/** One call of raw bytes. */
export function callRaw(address: string, path: string, request: Buffer, compressed = false): Promise<Buffer> {
  const packed = compressed ? { 'grpc.default_compression_algorithm': 2 } : {};
  const client = new Client(address, credentials.createInsecure(), { ...large, ...packed });
  return new Promise<Buffer>((resolve, reject) => {
    client.makeUnaryRequest(path, raw, raw, request, new Metadata(), (error, response) => {
      client.close();
      if (error === null && response !== undefined) resolve(response);
      else reject(error ?? new Error('no response'));
    });
  });
}
