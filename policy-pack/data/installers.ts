// Kinds whose controllers install what is written elsewhere: none of it is in the stack.

/** Group and kind → what is not seen. Each from the reference of its project. */
export const installers: ReadonlyMap<string, string> = new Map([
  // https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
  ['argoproj.io/Application', 'what Argo CD deploys for it is not in the stack'],
  ['argoproj.io/ApplicationSet', 'what Argo CD deploys for it is not in the stack'],
  // https://fluxcd.io/flux/components/
  ['helm.toolkit.fluxcd.io/HelmRelease', 'what Flux installs for it is not in the stack'],
  ['kustomize.toolkit.fluxcd.io/Kustomization', 'what Flux applies for it is not in the stack'],
  // https://docs.k3s.io/helm
  ['helm.cattle.io/HelmChart', 'the chart that it installs is not in the stack'],
  // https://olm.operatorframework.io/docs/concepts/crds/subscription/
  ['operators.coreos.com/Subscription', 'the operator that it installs is not in the stack'],
]);

/** Files that tell a tool what to write, and are no resources of a cluster. */
export const recipes: ReadonlyMap<string, string> = new Map([
  // https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
  ['kustomize.config.k8s.io/Kustomization', 'a kustomization: name what `kubectl kustomize` prints of it'],
  [
    'kustomize.config.k8s.io/Component',
    'a component of kustomizations: name what `kubectl kustomize` prints',
  ],
]);
