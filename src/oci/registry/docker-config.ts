// Credentials from Docker's configuration (docs.docker.com/reference/cli/docker/login): auths, helpers, stores.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../../http/failures.ts';
import { UserError } from '../../terms/errors.ts';
import { type HelperRunner, runHelper } from './credential-helper.ts';
import type { CredentialFinder, Credentials } from './credentials.ts';

const text = z.string().nullish();
const configSchema = z.object({
  auths: z
    .record(
      z.string(),
      z
        .object({ auth: text, username: text, password: text, identitytoken: text, registrytoken: text })
        .nullable(),
    )
    .nullish(),
  credsStore: text,
  credHelpers: z.record(z.string(), z.string()).nullish(),
});
type DockerConfig = z.infer<typeof configSchema>;
type AuthEntry = NonNullable<NonNullable<DockerConfig['auths']>[string]>;

const hubKey = 'https://index.docker.io/v1/';
const hubNames = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

/** A key of `auths` as host and path: scheme and Docker's old `/v1/`, `/v2/` endings dropped. */
function plainKey(key: string): string {
  return key
    .replace(/^https?:\/\//i, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

/** Names under which a repository's credentials may stand, most special first (containers-auth.json(5)). */
function namesOf(registry: string, repository: string): string[] {
  const names: string[] = [];
  for (
    let path = `${registry}/${repository}`;
    path.includes('/');
    path = path.slice(0, path.lastIndexOf('/'))
  ) {
    names.push(path);
  }
  return [...names, ...(registry === 'docker.io' ? hubNames : [registry])];
}

function credentialsOf(entry: AuthEntry, file: string, key: string): Credentials | undefined {
  if (entry.identitytoken) return { kind: 'identity', token: entry.identitytoken };
  if (entry.registrytoken) return { kind: 'bearer', token: entry.registrytoken };
  if (entry.auth) {
    const decoded = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = decoded.indexOf(':');
    if (colon > 0)
      return { kind: 'basic', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
    throw new UserError('key', `the entry ${key} of auths is not base64 of name:password`, 'Log in again.', {
      at: { file, field: `auths.${key}.auth` },
    });
  }
  if (entry.username && entry.password) {
    return { kind: 'basic', username: entry.username, password: entry.password };
  }
  return undefined;
}

function fromAuths(config: DockerConfig, names: readonly string[], file: string): Credentials | undefined {
  const entries = Object.entries(config.auths ?? {});
  for (const name of names) {
    for (const [key, entry] of entries) {
      if (entry === null || plainKey(key) !== name) continue;
      const credentials = credentialsOf(entry, file, key);
      if (credentials !== undefined) return credentials;
    }
  }
  return undefined;
}

async function load(file: string): Promise<DockerConfig | undefined> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) {
      return undefined;
    }
    throw new UserError('key', `cannot read ${file}`, 'Check its permissions.', {
      at: { file },
      cause: error,
    });
  }
  try {
    return configSchema.parse(JSON.parse(content));
  } catch (error) {
    const fix = 'Mend the file, or log in again to have it written anew.';
    // The parser's message may quote the file, and with it a secret.
    const problem =
      error instanceof z.ZodError ? `is wrong at ${error.issues[0]?.path.join('.')}` : 'is not JSON';
    throw new UserError('key', `${file} ${problem}`, fix, { at: { file } });
  }
}

/**
 * Finds credentials in the `config.json` at `file`; a missing file means none. Like Docker: the helper of the registry,
 * else the store, else `auths`. UserError when the file is damaged, OutsideError when a helper fails.
 */
export function dockerCredentials(file: string, helper: HelperRunner = runHelper): CredentialFinder {
  let config: Promise<DockerConfig | undefined> | undefined;
  return async (registry, repository) => {
    config ??= load(file);
    const loaded = await config;
    if (loaded === undefined) return undefined;
    const names = namesOf(registry, repository);
    const ownHelper = Object.entries(loaded.credHelpers ?? {}).find(([key]) =>
      names.includes(plainKey(key)),
    )?.[1];
    const program = ownHelper || loaded.credsStore;
    if (program) {
      const found = await helper(program, registry === 'docker.io' ? hubKey : registry);
      if (found !== undefined || ownHelper) return found;
    }
    return fromAuths(loaded, names, file);
  };
}
