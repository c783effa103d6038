// Listens on loopback, a connection at a time for each that comes.
import { createServer, type Socket } from 'node:net';
import { Connection, type Limits, type Request } from './connection.ts';
import { ConnectionError, errorCode } from './errors.ts';
import type { Answer } from './outbox.ts';

export interface Listening {
  readonly port: number;
  close(): void;
}

/** On a free port of 127.0.0.1; `answer` replies once to each request, at once or later. */
export function listen(
  answer: (request: Request, reply: (answer: Answer) => void) => void,
  limits: Limits,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const connection = new Connection((bytes) => socket.write(bytes), answer, limits);
    socket.on('data', (chunk: Buffer) => {
      try {
        connection.receive(chunk);
      } catch (error) {
        const code = error instanceof ConnectionError ? error.code : errorCode.internal;
        socket.end(connection.goodbye(code, error instanceof Error ? error.message : String(error)));
        socket.removeAllListeners('data');
        socket.resume();
      }
    });
    // The engine was killed: nobody is left to be told.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('no port'));
        return;
      }
      resolve({
        port: address.port,
        close() {
          server.close();
          for (const socket of sockets) socket.destroy();
        },
      });
    });
  });
}
