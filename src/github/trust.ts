// Events on which a workflow has rights and may hold a stranger's code: they are not gated.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../terms/errors.ts';
import type { WorkflowEvent } from './event.ts';

/**
 * `pull_request_target`, and `workflow_run` after a pull request's run, have the base's rights. With the change checked
 * out, its files could say anything to a job that may write. Errors: `UserError` untrusted-event.
 */
export function refuseUntrusted(event: WorkflowEvent, workspace: string): void {
  const after = event.name === 'workflow_run' && event.ran?.event.startsWith('pull_request') === true;
  if (event.name !== 'pull_request_target' && !after) return;
  if (!holdsMerge(workspace) && (event.headSha === undefined || checkedOut(workspace) !== event.headSha))
    return;
  throw new UserError(
    'untrusted-event',
    `${event.name} runs with rights of the base, and the change itself is checked out`,
    'Gate on pull_request, and show the verdict with `mode: publish` on workflow_run.',
  );
}

/** actions/checkout keeps a pull request's head or merge under a ref of this name. */
function holdsMerge(workspace: string): boolean {
  if (existsSync(join(workspace, '.git/refs/remotes/pull'))) return true;
  const packed = join(workspace, '.git/packed-refs');
  return existsSync(packed) && readFileSync(packed, 'utf8').includes(' refs/remotes/pull/');
}

/** The commit of a checkout; undefined where it cannot be told. */
function checkedOut(workspace: string): string | undefined {
  const head = join(workspace, '.git/HEAD');
  if (!existsSync(head)) return undefined;
  const text = readFileSync(head, 'utf8').trim();
  const ref = /^ref: (.+)$/.exec(text)?.[1];
  if (ref === undefined) return text;
  const file = join(workspace, '.git', ref);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
