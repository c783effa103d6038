// GitHub's API on loopback: validates each request by GitHub's own description, keeps what was written, fails on order.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, type GitHubState } from './github-answers.ts';
import { type Flavour, openContract } from './github-contract.ts';

export interface Call {
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number;
}

/** What to do to a call instead of answering it. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'cut' };

export interface GitHubServer {
  readonly url: string;
  readonly state: GitHubState;
  calls(): readonly Call[];
  /** Requests that GitHub's description or its limits forbid; a test expects none. */
  complaints(): readonly string[];
  /** Chooses a fault for the nth call (from 0) of a run; undefined answers it. */
  failWith(choose: (route: string, index: number) => Fault | undefined): void;
  reset(): void;
  stop(): Promise<void>;
}

export async function startGitHub(flavour: Flavour = 'dotcom'): Promise<GitHubServer> {
  const contract = openContract(flavour);
  const state: GitHubState = {
    files: new Map(),
    comments: [],
    checks: [],
    statuses: [],
    sarifs: [],
    pulls: [],
    rules: [],
    rulesets: new Map(),
    protection: {},
  };
  const calls: Call[] = [];
  const complaints: string[] = [];
  let choose: (route: string, index: number) => Fault | undefined = () => undefined;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readAll(request);
    const found = contract.match(request.method ?? '', request.url ?? '');
    if (found === undefined) {
      complaints.push(`${request.method} ${request.url} is no call we know of`);
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
      return;
    }
    const body = text === '' ? {} : JSON.parse(text);
    const wrong = contract.validate(found, body);
    complaints.push(...wrong);
    const fault = choose(found.route, calls.length);
    const record = (status: number): void => {
      calls.push({ route: found.route, parameters: found.parameters, body, status });
    };
    if (fault?.kind === 'cut') {
      record(0);
      request.socket.destroy();
      return;
    }
    if (fault !== undefined || wrong.length > 0) {
      const status = fault?.status ?? 422;
      record(status);
      response
        .writeHead(status, { 'content-type': 'application/json', ...fault?.headers })
        .end(JSON.stringify({ message: wrong[0] ?? 'as ordered' }));
      return;
    }
    const reply = answer(state, found, body);
    record(reply.status);
    const raw = typeof reply.body === 'string';
    response
      .writeHead(reply.status, {
        'content-type': raw ? 'application/vnd.github.raw; charset=utf-8' : 'application/json',
      })
      .end(raw ? reply.body : JSON.stringify(reply.body));
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      complaints.push(String(error));
      response.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port on loopback');
  return {
    // An Enterprise Server has its API below a path.
    url: `http://127.0.0.1:${address.port}${flavour === 'ghes' ? '/api/v3' : ''}`,
    state,
    calls: () => calls,
    complaints: () => complaints,
    failWith: (wanted) => {
      choose = wanted;
    },
    reset() {
      for (const list of [
        calls,
        complaints,
        state.comments,
        state.checks,
        state.statuses,
        state.sarifs,
        state.pulls,
        state.rules,
      ])
        list.length = 0;
      state.files.clear();
      state.rulesets.clear();
      state.protection = {};
      choose = () => undefined;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
