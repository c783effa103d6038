// What the GitHub of the tests remembers, and how it answers a valid call.
import { gunzipSync } from 'node:zlib';
import type { Found } from './github-contract.ts';

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' };
  readonly author_association: string;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly summaries: string[];
  readonly annotations: { readonly path: string; readonly start_line: number; readonly message: string }[];
  text: string;
}

export interface GitHubState {
  /** `path` or `path@commit` → text. */
  readonly files: Map<string, string>;
  readonly comments: Comment[];
  readonly checks: CheckRun[];
  readonly statuses: { readonly sha: string; readonly state: string; readonly description: string }[];
  /** Texts of SARIF logs. */
  readonly sarifs: { readonly ref: string; readonly commit: string; readonly text: string }[];
  readonly pulls: { readonly number: number; readonly head: { readonly sha: string } }[];
  readonly rules: object[];
  /** By id; others are not shown. */
  readonly rulesets: Map<string, object>;
  /** Of the branch. */
  protection: object;
}

type Body = Readonly<Record<string, unknown>>;
type Answer = { readonly status: number; readonly body: unknown };

const missing: Answer = { status: 404, body: { message: 'Not Found' } };

export function answer(state: GitHubState, { route, parameters }: Found, body: Body): Answer {
  switch (route) {
    case 'GET /repos/{owner}/{repo}/contents/{path}': {
      const { path = '', ref = '' } = parameters;
      const text = state.files.get(`${path}@${ref}`) ?? state.files.get(path);
      return text === undefined ? missing : { status: 200, body: text };
    }
    case 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': {
      const [page, size] = [Number(parameters.page ?? 1), Number(parameters.per_page ?? 30)];
      return { status: 200, body: state.comments.slice((page - 1) * size, page * size) };
    }
    case 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}':
    case 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
      const found = state.comments.find((one) => one.id === Number(parameters.comment_id));
      if (found === undefined) return missing;
      if (route.startsWith('PATCH')) found.body = String(body.body);
      return { status: 200, body: found };
    }
    case 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
      const comment = ownComment(state.comments.length + 1, String(body.body));
      state.comments.push(comment);
      return { status: 201, body: comment };
    }
    case 'GET /repos/{owner}/{repo}/pulls':
      return { status: 200, body: state.pulls };
    case 'GET /repos/{owner}/{repo}/rules/branches/{branch}':
      return { status: 200, body: state.rules };
    case 'GET /repos/{owner}/{repo}/branches/{branch}':
      return { status: 200, body: { protection: state.protection } };
    case 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': {
      const found = state.rulesets.get(parameters.ruleset_id ?? '');
      return found === undefined ? missing : { status: 200, body: found };
    }
    case 'GET /repos/{owner}/{repo}':
      return { status: 200, body: { default_branch: 'main' } };
    default:
      return write(state, route, parameters, body);
  }
}

function write(state: GitHubState, route: string, parameters: Found['parameters'], body: Body): Answer {
  if (route.startsWith('POST') && route.endsWith('/check-runs')) {
    const { output, ...rest } = body;
    const check: CheckRun = {
      id: state.checks.length + 1,
      name: String(rest.name),
      head_sha: String(rest.head_sha),
      conclusion: String(rest.conclusion),
      summaries: [],
      annotations: [],
      text: '',
    };
    state.checks.push(check);
    keepOutput(check, output);
    return { status: 201, body: { id: check.id } };
  }
  if (route.startsWith('PATCH')) {
    const check = state.checks.find((one) => one.id === Number(parameters.check_run_id));
    if (check === undefined) return missing;
    keepOutput(check, body.output);
    return { status: 200, body: { id: check.id } };
  }
  if (route.includes('/statuses/')) {
    const { state: word, description } = body;
    state.statuses.push({ sha: parameters.sha ?? '', state: String(word), description: String(description) });
    return { status: 201, body: {} };
  }
  if (route.endsWith('/sarifs')) {
    const text = gunzipSync(Buffer.from(String(body.sarif), 'base64')).toString('utf8');
    state.sarifs.push({ ref: String(body.ref), commit: String(body.commit_sha), text });
    return { status: 202, body: { id: 'x' } };
  }
  return { status: 200, body: {} };
}

function keepOutput(check: CheckRun, output: unknown): void {
  if (typeof output !== 'object' || output === null) return;
  const { summary, text, annotations } = { summary: '', text: '', annotations: [], ...output };
  check.summaries.push(summary);
  check.annotations.push(...annotations);
  check.text = text;
}

export function ownComment(id: number, body: string): Comment {
  return { id, body, user: { login: 'github-actions[bot]', type: 'Bot' }, author_association: 'NONE' };
}

export function strangersComment(id: number, body: string): Comment {
  return { id, body, user: { login: 'someone', type: 'User' }, author_association: 'NONE' };
}
