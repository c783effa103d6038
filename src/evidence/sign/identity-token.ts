// The identity token of this run: from GitHub's OIDC service, or given.
import { z } from 'zod';
import type { HttpClient } from '../../http/message.ts';
import type { GitHubEnvironment } from '../../terms/environment.ts';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { getJson } from './post.ts';

const answerSchema = z.object({ value: z.string().min(1) });
const claimsSchema = z.object({ sub: z.string().optional(), email: z.string().optional() });

/** What Fulcio takes tokens for. */
const audience = 'sigstore';

/** A token is a secret: it stands in no message, cause or log. */
export interface IdentityToken {
  readonly value: string;
  /** What the key's proof of possession is made over: the e-mail address, else the subject (Fulcio docs/certificate-issuing.md). */
  readonly holder: string;
}

/** Where a job's token is had, and what shows that the job may have it. */
export interface IdentityService {
  readonly url: string;
  readonly token: string;
}

/** UserError `usage` where a job has no id-token permission, and outside GitHub. */
export function identityService({
  oidcRequestUrl,
  oidcRequestToken,
}: Pick<GitHubEnvironment, 'oidcRequestUrl' | 'oidcRequestToken'>): IdentityService {
  if (oidcRequestUrl !== undefined && oidcRequestToken !== undefined)
    return { url: oidcRequestUrl, token: oidcRequestToken };
  throw new UserError(
    'usage',
    'keyless signing needs an identity, and none can be had here',
    'Give the job `permissions: id-token: write`; outside GitHub set SIGSTORE_ID_TOKEN, or sign with --key.',
  );
}

/** OutsideError. */
export async function fetchIdentityToken(
  client: HttpClient,
  service: IdentityService,
): Promise<IdentityToken> {
  const url = new URL(service.url);
  url.searchParams.set('audience', audience);
  const what = 'cannot get an identity token';
  const answer = answerSchema.safeParse(await getJson(client, url, what, `Bearer ${service.token}`));
  if (answer.success) return parseIdentityToken(answer.data.value);
  throw new OutsideError('protocol', `${url.host} gave no identity token`, 'Run the job again.', {
    retryable: true,
  });
}

/** Reads whose token it is; nothing is verified here, Fulcio does that. UserError `key`. */
export function parseIdentityToken(value: string): IdentityToken {
  const payload = value.trim().split('.')[1] ?? '';
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    claims = undefined;
  }
  const parsed = claimsSchema.safeParse(claims);
  const holder = parsed.success ? (parsed.data.email ?? parsed.data.sub) : undefined;
  if (holder !== undefined) return { value: value.trim(), holder };
  throw new UserError(
    'key',
    'the identity token is no OIDC token',
    'Set SIGSTORE_ID_TOKEN to one for sigstore.',
  );
}
