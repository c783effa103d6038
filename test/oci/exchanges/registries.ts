// How each registry asks for credentials and serves blobs, after its own documentation, for replay on loopback.
import type { Credentials } from '../../../src/oci/registry/credentials.ts';

export interface RegistryExchange {
  readonly name: string;
  /** The documentation this exchange was made from. */
  readonly documentation: string;
  readonly repository: string;
  readonly credentials?: Credentials;
  /** `basic`: no token; else where tokens are given: on the registry's own origin or another. */
  readonly auth:
    | { readonly kind: 'basic'; readonly challenge: string }
    | {
        readonly kind: 'token';
        readonly origin: 'registry' | 'other';
        readonly path: string;
        /** Absent: the challenge names only the realm. */
        readonly service?: string;
        /** Where it grants a token only by OAuth2. */
        readonly method: 'GET' | 'POST';
        readonly field: 'token' | 'access_token';
        /** What must stand in `Authorization`, or in the form of a POST. */
        readonly proof?: string;
      };
  /** Status of the redirect to storage on another origin; absent: served by the registry. */
  readonly redirect?: 302 | 307;
}

function basic(username: string, password: string) {
  return {
    credentials: { kind: 'basic', username, password } as const,
    proof: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  };
}
const ghcr = basic('octo', 'ghp_token');
const gar = basic('oauth2accesstoken', 'ya29.token');
const quay = basic('acme+reader', 'robot-secret');
const harbor = basic('robot$acme+reader', 'robot-secret');
const artifactory = basic('reader', 'identity-token');
const openshift = basic('kubeadmin', 'sha256~token');

export const registryExchanges: readonly RegistryExchange[] = [
  {
    name: 'Docker Hub',
    documentation: 'https://docs.docker.com/reference/api/registry/auth/',
    repository: 'library/debian',
    auth: {
      kind: 'token',
      origin: 'other',
      path: '/token',
      service: 'registry.docker.io',
      method: 'GET',
      field: 'token',
    },
    redirect: 307,
  },
  {
    name: 'GHCR',
    documentation:
      'https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry',
    repository: 'acme/web',
    credentials: ghcr.credentials,
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/token',
      service: 'ghcr.io',
      method: 'GET',
      field: 'token',
      proof: ghcr.proof,
    },
    redirect: 307,
  },
  {
    name: 'ECR',
    documentation: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html',
    repository: 'team/app',
    credentials: { kind: 'basic', username: 'AWS', password: 'long-password' },
    auth: {
      kind: 'basic',
      challenge:
        'Basic realm="https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"',
    },
    redirect: 307,
  },
  {
    // Its challenge names no service, as clients that are tested against it record.
    name: 'GAR',
    documentation: 'https://cloud.google.com/artifact-registry/docs/docker/authentication',
    repository: 'project/repository/image',
    credentials: gar.credentials,
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/v2/token',
      method: 'GET',
      field: 'token',
      proof: gar.proof,
    },
    redirect: 302,
  },
  {
    name: 'ACR',
    documentation: 'https://azure.github.io/acr/AAD-OAuth.html',
    repository: 'hello-world',
    credentials: { kind: 'identity', token: 'acr-refresh-token' },
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/oauth2/token',
      service: 'contoso.azurecr.io',
      method: 'POST',
      field: 'access_token',
      proof: 'refresh_token=acr-refresh-token',
    },
    redirect: 307,
  },
  {
    name: 'Quay',
    documentation:
      'https://docs.redhat.com/en/documentation/red_hat_quay/3/html/use_red_hat_quay/allow-robot-access-user-repo',
    repository: 'acme/web',
    credentials: quay.credentials,
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/v2/auth',
      service: 'quay.io',
      method: 'GET',
      field: 'token',
      proof: quay.proof,
    },
    redirect: 302,
  },
  {
    name: 'Harbor',
    documentation:
      'https://goharbor.io/docs/2.5.0/working-with-projects/project-configuration/create-robot-accounts/',
    repository: 'acme/web/front',
    credentials: harbor.credentials,
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/service/token',
      service: 'harbor-registry',
      method: 'GET',
      field: 'token',
      proof: harbor.proof,
    },
  },
  {
    name: 'Artifactory',
    documentation: 'https://jfrog.com/help/r/jfrog-artifactory-documentation/docker-repository-url-formats',
    repository: 'docker-local/acme/web',
    credentials: artifactory.credentials,
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/artifactory/api/docker/docker-local/v2/token',
      service: 'acme.jfrog.io',
      method: 'GET',
      field: 'token',
      proof: artifactory.proof,
    },
    redirect: 302,
  },
  {
    // Its source, pkg/dockerregistry/server/auth.go, sends a challenge of the realm alone.
    name: 'OpenShift',
    documentation:
      'https://docs.redhat.com/en/documentation/openshift_container_platform/4.8/html/registry/accessing-the-registry',
    repository: 'project/app',
    credentials: openshift.credentials,
    auth: {
      kind: 'token',
      origin: 'registry',
      path: '/openshift/token',
      method: 'GET',
      field: 'access_token',
      proof: openshift.proof,
    },
  },
];
