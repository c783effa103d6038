// What proves to a registry who asks, and the port that finds it.

export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token (`identitytoken` of the Docker configuration). */
  | { readonly kind: 'identity'; readonly token: string }
  /** A ready bearer token (`registrytoken` of the Docker configuration). */
  | { readonly kind: 'bearer'; readonly token: string };

/** Finds the credentials for a repository; undefined: ask without. */
export type CredentialFinder = (registry: string, repository: string) => Promise<Credentials | undefined>;

export const noCredentials: CredentialFinder = async () => undefined;

export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
