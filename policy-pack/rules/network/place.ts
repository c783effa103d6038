// Where the network rules stand (decision 18) and what they share.
import type { RulePlace } from '../../../src/terms/rule-place.ts';

export const networkPlace = {
  level: 'container',
  control: 'hardened configuration',
  layer: 7,
} as const satisfies RulePlace;

/** The control plane's and the platform's own namespaces. */
export function isPlatform(namespace: string | undefined): boolean {
  return (
    namespace !== undefined && /^(?:kube-(?:system|public|node-lease)|openshift(?:-.*)?)$/.test(namespace)
  );
}
