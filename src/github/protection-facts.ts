// What a branch requires and who may pass all the same, as GitHub tells it: rulesets and branch protection.
import { z } from 'zod';
import { OutsideError } from '../terms/errors.ts';
import type { GitHubApi } from './api.ts';

const check = z.object({ context: z.string(), integration_id: z.number().nullish() });

const rules = z.array(
  z.object({
    type: z.string(),
    ruleset_id: z.number().optional(),
    parameters: z
      .object({
        required_status_checks: z.array(check).optional(),
        workflows: z.array(z.object({ path: z.string() })).optional(),
      })
      .optional(),
  }),
);

const branchFacts = z.object({
  protection: z
    .object({
      required_status_checks: z
        .object({
          enforcement_level: z.string().optional(),
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).optional(),
          contexts: z.array(z.string()).optional(),
        })
        .nullish(),
    })
    .optional(),
});

const ruleset = z.object({
  name: z.string(),
  /** GitHub shows it only to those who may edit the ruleset. */
  bypass_actors: z
    .array(
      z.object({
        actor_type: z.string(),
        actor_id: z.number().nullish(),
        bypass_mode: z.string().default('always'),
      }),
    )
    .optional(),
});

export interface RequiredCheck {
  readonly context: string;
  /** Only this app may report it; undefined: anyone with a token may. */
  readonly app: number | undefined;
  /** The ruleset that asks for it; undefined: branch protection. */
  readonly ruleset: number | undefined;
}

export interface Protection {
  /** Whether the server has rulesets at all. */
  readonly rulesets: boolean;
  readonly checks: readonly RequiredCheck[];
  /** Paths of workflows that a ruleset requires, with its id. */
  readonly workflows: readonly { readonly path: string; readonly ruleset: number | undefined }[];
  readonly mergeQueue: boolean;
  /** Branch protection does not hold for administrators. */
  readonly sparesAdministrators: boolean;
}

/** Errors: `OutsideError` when GitHub does not let us look. */
export async function readProtection(
  api: GitHubApi,
  place: { readonly owner: string; readonly repo: string; readonly branch: string },
): Promise<Protection> {
  const shown = await readRules(api, place);
  const found = shown ?? [];
  const { protection } = branchFacts.parse(
    await api.call('GET /repos/{owner}/{repo}/branches/{branch}', place),
  );
  const { checks, contexts = [], enforcement_level: level } = protection?.required_status_checks ?? {};
  const classic = (checks ?? contexts.map((context) => ({ context, app_id: undefined }))).map(
    ({ context, app_id: app }) => ({ context, app: boundTo(app), ruleset: undefined }),
  );
  return {
    rulesets: shown !== undefined,
    checks: [
      ...found.flatMap(({ parameters, ruleset_id: id }) =>
        (parameters?.required_status_checks ?? []).map(({ context, integration_id: app }) => ({
          context,
          app: app ?? undefined,
          ruleset: id,
        })),
      ),
      ...classic,
    ],
    workflows: found.flatMap(({ parameters, ruleset_id: id }) =>
      (parameters?.workflows ?? []).map(({ path }) => ({ path, ruleset: id })),
    ),
    mergeQueue: found.some((rule) => rule.type === 'merge_queue'),
    sparesAdministrators: classic.length > 0 && level === 'non_admins',
  };
}

/** Undefined: the server knows no rulesets, as Enterprise Server before 3.11. A branch that is not there answers so too: the next call tells. */
async function readRules(
  api: GitHubApi,
  place: { readonly owner: string; readonly repo: string; readonly branch: string },
): Promise<z.infer<typeof rules> | undefined> {
  try {
    return rules.parse(await api.call('GET /repos/{owner}/{repo}/rules/branches/{branch}', place));
  } catch (error) {
    if (error instanceof OutsideError && error.status === 404) return undefined;
    throw error;
  }
}

export interface Bypass {
  readonly name: string;
  /** Who passes, and when; undefined: the token may not see it. */
  readonly actors: readonly { readonly who: string; readonly mode: string }[] | undefined;
}

/** Errors: `OutsideError`, but for a ruleset that is not shown. */
export async function readBypass(
  api: GitHubApi,
  place: { readonly owner: string; readonly repo: string },
  id: number,
): Promise<Bypass> {
  const name = `ruleset ${id}`;
  try {
    const route = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}';
    const found = ruleset.parse(await api.call(route, { ...place, ruleset_id: id }));
    const actors = found.bypass_actors?.map((one) => ({
      who: [one.actor_type, one.actor_id ?? []].flat().join(' '),
      mode: one.bypass_mode,
    }));
    return { name: `ruleset ${found.name}`, actors };
  } catch (error) {
    const hidden = error instanceof OutsideError && (error.status === 403 || error.status === 404);
    if (hidden) return { name, actors: undefined };
    throw error;
  }
}

/** -1 is GitHub's word for any app. */
function boundTo(app: number | null | undefined): number | undefined {
  return app === null || app === -1 ? undefined : app;
}
