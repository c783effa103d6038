// GitHub's REST API behind one method: tries again when asked to, and names the permission that is missing.
import { getOctokit } from '@actions/github';
import { z } from 'zod';
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
  response: z.object({ headers: z.record(z.string(), z.unknown()) }).optional(),
});

const attempts = 4;
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
          const wait = attempt < attempts ? waitOf(error, attempt) : undefined;
          if (wait === undefined || wait > longestWait) throw refusal(route, error);
          await sleep(wait);
        }
      }
    },
  };
}

/** Milliseconds until the same call may succeed; undefined: it will not. */
function waitOf(error: unknown, attempt: number): number | undefined {
  const parsed = failure.safeParse(error).data;
  if (parsed === undefined) return 500 * 2 ** attempt;
  const { status, response } = parsed;
  const after = Number(response?.headers['retry-after']);
  const limited =
    status === 429 || (status === 403 && (after > 0 || response?.headers['x-ratelimit-remaining'] === '0'));
  if (limited) return after > 0 ? after * 1000 : 60_000;
  return status >= 500 ? 500 * 2 ** attempt : undefined;
}

function refusal(route: Route, cause: unknown): OutsideError {
  const status = failure.safeParse(cause).data?.status;
  const rights = status === 401 || status === 403 || status === 404;
  const [method, path] = route.split(' ');
  const word =
    status === undefined ? 'unreachable' : status === 401 ? 'unauthorized' : rights ? 'forbidden' : 'server';
  return new OutsideError(
    status === 429 ? 'rate-limited' : word,
    `GitHub did not accept ${method} ${path} (${status ?? 'no answer'})`,
    rights ? `Give the job \`permissions: { ${permissions[route]} }\`.` : 'Run the job again.',
    { retryable: !rights && status !== 422, ...(status === undefined ? {} : { status }), cause },
  );
}
