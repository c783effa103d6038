// Pulumi type tokens of the Kubernetes provider, read as texts: `kubernetes:apps/v1:Deployment`.

export interface KubernetesType {
  readonly apiVersion: string;
  readonly kind: string;
  /** A server-side-apply patch (`DeploymentPatch`): it holds only some of the fields. */
  readonly patch: boolean;
}

export type TokenMeaning =
  | { readonly kind: 'resource'; readonly type: KubernetesType }
  /** A component whose children carry the resources (ConfigFile, Chart, kustomize Directory …). */
  | { readonly kind: 'component' }
  /** Installs things that the stack does not list. */
  | { readonly kind: 'opaque'; readonly reason: string }
  | { readonly kind: 'foreign' };

const components = /^kubernetes:(?:yaml(?:\/v\d\w*)?:|kustomize(?:\/v\d\w*)?:|helm\.sh\/v\d\w*:Chart$)/;

/** What a type token stands for; `foreign` for every other provider. */
export function readTypeToken(token: string): TokenMeaning {
  if (token === 'pulumi:pulumi:StackReference') {
    return { kind: 'opaque', reason: 'what another stack deploys is not in this one' };
  }
  const parts = /^kubernetes:([^:]+):([^:]+)$/.exec(token);
  const version = parts?.[1];
  const name = parts?.[2];
  if (version === undefined || name === undefined) return { kind: 'foreign' };
  if (components.test(token)) return { kind: 'component' };
  if (/^helm\.sh\/v\d\w*$/.test(version)) {
    return { kind: 'opaque', reason: 'a Helm release: what it installs is not in the stack' };
  }
  if (version === 'index') return { kind: 'foreign' };
  return {
    kind: 'resource',
    type: { apiVersion: version.replace(/^core\//, ''), ...splitKind(name) },
  };
}

/** `DeploymentPatch` → Deployment, a patch. `List` kinds keep their name. */
export function splitKind(name: string): { readonly kind: string; readonly patch: boolean } {
  return name.length > 5 && name.endsWith('Patch')
    ? { kind: name.slice(0, -5), patch: true }
    : { kind: name, patch: false };
}
