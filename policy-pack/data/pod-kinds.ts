// Kinds of others that hold one pod template at a fixed place, seen or not; and groups whose kinds hold none.

export interface TemplatePlace {
  readonly path: readonly string[];
  /** Whether the pods are as they are written; else their operator adds to them. */
  readonly exact: boolean;
}

/** Group and kind → where the template stands. Each from the reference of its project. */
export const podKindsOfOthers: ReadonlyMap<string, TemplatePlace> = new Map([
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  ['argoproj.io/Rollout', { path: ['spec', 'template'], exact: true }],
  // https://knative.dev/docs/serving/reference/serving-api/ (a revision is its own template)
  ['serving.knative.dev/Service', { path: ['spec', 'template'], exact: false }],
  ['serving.knative.dev/Configuration', { path: ['spec', 'template'], exact: false }],
  ['serving.knative.dev/Revision', { path: [], exact: false }],
  // https://openkruise.io/docs/user-manuals/cloneset
  ['apps.kruise.io/CloneSet', { path: ['spec', 'template'], exact: false }],
  ['apps.kruise.io/StatefulSet', { path: ['spec', 'template'], exact: false }],
  ['apps.kruise.io/DaemonSet', { path: ['spec', 'template'], exact: false }],
  // https://keda.sh/docs/latest/reference/scaledjob-spec/
  ['keda.sh/ScaledJob', { path: ['spec', 'jobTargetRef', 'template'], exact: false }],
]);

/** API groups of Kubernetes and its special interest groups, and of OpenShift, without pod templates (their references). */
export const podlessGroups: ReadonlySet<string> = new Set(
  (
    'admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io autoscaling certificates.k8s.io ' +
    'coordination.k8s.io discovery.k8s.io events.k8s.io flowcontrol.apiserver.k8s.io gateway.networking.k8s.io ' +
    'image.openshift.io metrics.k8s.io networking.k8s.io node.k8s.io policy policy.networking.k8s.io ' +
    'project.openshift.io rbac.authorization.k8s.io resource.k8s.io route.openshift.io scheduling.k8s.io ' +
    'security.openshift.io snapshot.storage.k8s.io storage.k8s.io'
  ).split(' '),
);
