// ServiceAccount ↔ RoleBinding and ClusterRoleBinding ↔ Role and ClusterRole.
import type { Resource } from './resource.ts';
import { ofKind, type Stack } from './stack.ts';
import { itemsOf, textOr } from './typed.ts';
import type { PodTemplate } from './workloads.ts';

export interface Grant {
  readonly binding: Resource;
  /** Absent when the stack does not hold the role: cluster built-ins, mostly. */
  readonly role: Resource | undefined;
  readonly roleKind: string;
  readonly roleName: string;
  /** Namespace in which the grant holds; absent: the whole cluster. */
  readonly namespace: string | undefined;
}

/** Name of the account that a pod runs as. */
export function accountOf(template: PodTemplate): string {
  return (
    textOr(template.tree, ['spec', 'serviceAccountName']) ??
    textOr(template.tree, ['spec', 'serviceAccount']) ??
    'default'
  );
}

/** Every grant to an account: by itself, by its namespace's group or by all accounts' group. */
export function grantsTo(stack: Stack, namespace: string, account: string): readonly Grant[] {
  const groups = new Set([
    'system:serviceaccounts',
    `system:serviceaccounts:${namespace}`,
    'system:authenticated',
  ]);
  const bindings = [...ofKind(stack, 'RoleBinding'), ...ofKind(stack, 'ClusterRoleBinding')];
  return bindings
    .filter((binding) =>
      itemsOf(binding.tree, ['subjects']).some((subject) => {
        const name = textOr(subject, ['name']) ?? '';
        if (textOr(subject, ['kind']) === 'Group') return groups.has(name);
        const home = textOr(subject, ['namespace']) ?? binding.namespace;
        return textOr(subject, ['kind']) === 'ServiceAccount' && name === account && home === namespace;
      }),
    )
    .map((binding) => {
      const roleKind = textOr(binding.tree, ['roleRef', 'kind']) ?? '';
      const roleName = textOr(binding.tree, ['roleRef', 'name']) ?? '';
      const local = binding.kind === 'RoleBinding' ? binding.namespace : undefined;
      const role = ofKind(stack, roleKind, 'rbac.authorization.k8s.io').find(
        (item) =>
          item.name === roleName && (roleKind === 'ClusterRole' || item.namespace === binding.namespace),
      );
      return { binding, role, roleKind, roleName, namespace: local };
    });
}
