// Which lines of `permissions:` the surfaces of a gate's job lack; the lines stand in the table of calls.
import type { Complaint } from './complaint.ts';
import type { GateJob } from './gate-jobs.ts';
import { permissions, type Route } from './permissions.ts';
import { mapOf, type Plain } from './workflow-file.ts';

const surfaceRoutes: Readonly<Record<string, Route>> = {
  check: 'POST /repos/{owner}/{repo}/check-runs',
  comment: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  status: 'POST /repos/{owner}/{repo}/statuses/{sha}',
  sarif: 'POST /repos/{owner}/{repo}/code-scanning/sarifs',
};

/** Lines such as `checks: write` that a job with these surfaces needs; reading the base's policy is always among them. */
export function neededLines(surfaces: readonly string[]): readonly string[] {
  const routes: (Route | undefined)[] = [
    'GET /repos/{owner}/{repo}/contents/{path}',
    ...surfaces.map((surface) => surfaceRoutes[surface]),
  ];
  return routes.flatMap((route) => (route === undefined ? [] : [permissions[route]]));
}

/** A called workflow has no more rights than the job that calls it. */
export function permissionComplaints({ workflow, id, job, steps, inner }: GateJob): readonly Complaint[] {
  const actions = [...steps, ...inner.flatMap((one) => one.steps)].filter((one) => one.kind === 'action');
  if (actions.length === 0) return [];
  const own = job.permissions !== undefined;
  const given = own ? job.permissions : workflow.root.permissions;
  const where = `${workflow.file}:${workflow.lineOf(own ? ['jobs', id, 'permissions'] : ['permissions'])}`;
  if (given === undefined) {
    return [
      {
        kind: 'doubt',
        where,
        message: `the job ${id} states no permissions: it has those that the repository hands out by default`,
        fix: `Write \`permissions: { ${neededLines(['check', 'comment']).join(', ')} }\`.`,
      },
    ];
  }
  const surfaces = actions.flatMap(({ step }) =>
    String(mapOf(step.with).surfaces ?? 'check,comment')
      .split(/[\s,]+/)
      .filter((one) => one !== '' && one !== 'none'),
  );
  const missing = [...new Set(neededLines(surfaces))].filter((line) => !grants(given, line));
  return missing.map((line) => ({
    kind: 'silent',
    where,
    message: `the job ${id} lacks \`${line}\``,
    fix: `Add \`${line}\` to \`permissions:\`.`,
  }));
}

function grants(given: Plain, line: string): boolean {
  const [scope = '', need = ''] = line.split(': ');
  if (typeof given === 'string') return given === 'write-all' || (given === 'read-all' && need === 'read');
  const has = mapOf(given)[scope];
  return has === need || has === 'write';
}
