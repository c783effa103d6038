// GitHub's REST API behind one method: tries again when asked to, and names the permission that is missing.
import { getOctokit } from '@actions/github';
import { z } from 'zod';
import { forTerminal } from '../report/encoders/terminal.ts';
import { OutsideError } from '../terms/errors.ts';
import { permissions, type Route } from './permissions.ts';

export interface GitHubApi {
  /** The parsed body of a successful answer. Errors: `OutsideError`; `status` says which. */
  call(route: Route, parameters: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface ApiOptions {
  readonly token: string;
  readonly apiUrl: string;
  /** Waits that many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
}

const failure = z.object({
  status: z.number(),
  response: z
    .object({
      headers: z.record(z.string(), z.unknown()),
      data: z.object({ message: z.string() }).optional().catch(undefined),
    })
    .optional(),
});

const attempts = 4;

/** Twice would be two: without an answer nobody knows whether it was written, and the caller has to look. */
const once: ReadonlySet<Route> = new Set(['POST /repos/{owner}/{repo}/issues/{issue_number}/comments']);

/** Longer than this is not waited for, milliseconds. */
const longestWait = 120_000;

export function openApi({ token, apiUrl, sleep }: ApiOptions): GitHubApi {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  return {
    async call(route, parameters) {
      for (let attempt = 1; ; attempt++) {
        try {
          // The typed overloads know each route's own parameters; ours are checked by GitHub's description in tests.
          const text: string = route;
          const { data } = await octokit.request(text, { ...parameters });
          return data;
        } catch (error) {
          const wait = attempt < attempts ? waitOf(error, attempt, once.has(route)) : undefined;
          if (wait === undefined || wait > longestWait) throw refusal(route, error);
          await sleep(wait);
        }
      }
    },
  };
}

/** Milliseconds until the same call may succeed; undefined: it will not. */
function waitOf(error: unknown, attempt: number, once: boolean): number | undefined {
  const parsed = failure.safeParse(error).data;
  const pause = once ? undefined : 500 * 2 ** attempt;
  if (parsed?.response === undefined) return pause;
  const { status, response } = parsed;
  const after = Number(response?.headers['retry-after']);
  const limited =
    status === 429 || (status === 403 && (after > 0 || response?.headers['x-ratelimit-remaining'] === '0'));
  if (limited) return after > 0 ? after * 1000 : 60_000;
  return status >= 500 ? pause : undefined;
}

function refusal(route: Route, cause: unknown): OutsideError {
  const parsed = failure.safeParse(cause).data;
  // Without a response the library says 500 itself.
  const status = parsed?.response === undefined ? undefined : parsed.status;
  const said = forTerminal(parsed?.response?.data?.message ?? '').slice(0, 200);
  const rights = status === 401 || status === 403 || status === 404;
  const [method, path] = route.split(' ');
  const word =
    status === undefined ? 'unreachable' : status === 401 ? 'unauthorized' : rights ? 'forbidden' : 'server';
  return new OutsideError(
    status === 429 ? 'rate-limited' : word,
    `GitHub did not accept ${method} ${path} (${status ?? 'no answer'}${said === '' ? '' : `: ${said}`})`,
    rights ? `Give the job \`permissions: { ${permissions[route]} }\`.` : 'Run the job again.',
    {
      retryable: status === undefined || status === 429 || status >= 500,
      ...(status === undefined ? {} : { status }),
      cause,
    },
  );
}
