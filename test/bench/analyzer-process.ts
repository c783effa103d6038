// A pack's process, driven as the engine drives it: started, told of a stack over gRPC, measured, stopped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import {
  message,
  messageField,
  numberField,
  structFields,
  textField,
} from '../../policy-pack/pack/wire/writer.ts';
import type { Registered } from './stack-sample.ts';

export interface AnalyzerProcess {
  /** From its start to the line with its port. */
  readonly startSeconds: number;
  /** One call of the analyzer service, raw. */
  call(method: string, request: Buffer): Promise<Buffer>;
  /** Processor time and the kernel's high-water mark of memory until now. */
  usage(): { readonly cpuSeconds: number; readonly peakRssMiB: number };
  stop(): Promise<void>;
}

const raw = (bytes: Buffer): Buffer => bytes;
const large = { 'grpc.max_receive_message_length': 1 << 29, 'grpc.max_send_message_length': 1 << 29 };
const ticksPerSecond = 100;

export async function startAnalyzer(program: string, directory: string): Promise<AnalyzerProcess> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, '127.0.0.1:1'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  const port = await new Promise<number>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = /^(\d+)\n/.exec(text);
      if (line !== null) resolve(Number(line[1]));
    });
    closed.then(() => reject(new Error(`${program} ended before its port line: ${text}`)), reject);
  });
  const startSeconds = (performance.now() - begun) / 1000;
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), large);
  return {
    startSeconds,
    call: (method, request) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          `/pulumirpc.Analyzer/${method}`,
          raw,
          raw,
          request,
          new Metadata(),
          (error, response) => {
            if (error === null && response !== undefined) resolve(response);
            else reject(error ?? new Error('no response'));
          },
        );
      }),
    usage() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return {
        cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
        peakRssMiB: Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024,
      };
    },
    async stop() {
      client.close();
      child.kill();
      await closed;
    },
  };
}

/** AnalyzeRequest of one resource, with options that say nothing. */
export function analyzeRequest(resource: Registered): Buffer {
  return message(...resourceFields(resource));
}

/** AnalyzeStackRequest of the whole. */
export function analyzeStackRequest(resources: readonly Registered[]): Buffer {
  return message(...resources.map((resource) => messageField(1, resourceFields(resource))));
}

/** Both messages have the same numbers. */
function resourceFields({ name, type, inputs }: Registered): readonly Buffer[] {
  return [
    textField(1, type),
    messageField(2, structFields(inputs)),
    textField(3, `urn:pulumi:dev::bench::${type}::${name}`),
    textField(4, name),
    messageField(5, []),
  ];
}

/** AnalyzerStackConfigureRequest of a preview. */
export function configureStackRequest(): Buffer {
  return message(textField(1, 'dev'), textField(2, 'bench'), textField(3, 'organization'), numberField(4, 1));
}
