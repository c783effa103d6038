// Namespaces and their labels, the implied `kubernetes.io/metadata.name` included.
import { type Labels, labelsAt, unknownLabels } from './selector.ts';
import { ofKind, type Stack } from './stack.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/**
 * Labels of a namespace by name. A namespace that the stack does not declare has only the implied label, or, where
 * `undeclared` is open, perhaps others; a `NamespacePatch` leaves room for more; `undefined` (not known yet) may carry
 * anything.
 */
export function namespaceLabels(
  stack: Stack,
  undeclared: 'bare' | 'open' = 'bare',
): (name: string | undefined) => Labels {
  const declared = new Map<string, Labels>();
  for (const resource of [...ofKind(stack, 'Namespace', ''), ...ofKind(stack, 'Project')]) {
    const labels = labelsAt(resource.tree, ['metadata', 'labels']);
    const before = declared.get(resource.name);
    const entries = new Map([...(before?.entries ?? []), ...labels.entries]);
    const clouded = new Map([...(before?.clouded ?? []), ...labels.clouded]);
    entries.set(nameLabel, resource.name);
    clouded.delete(nameLabel);
    const complete = labels.complete && !resource.patch && (before?.complete ?? true);
    declared.set(resource.name, { entries, clouded, complete });
  }
  const implied = new Map<string, Labels>();
  return (name) => {
    if (name === undefined) return unknownLabels;
    const known = declared.get(name) ?? implied.get(name);
    if (known !== undefined) return known;
    const labels = {
      entries: new Map([[nameLabel, name]]),
      clouded: new Map(),
      complete: undeclared === 'bare',
    };
    implied.set(name, labels);
    return labels;
  };
}

/** Names of the namespaces that the stack declares. */
export function declaredNamespaces(stack: Stack): ReadonlySet<string> {
  return new Set([...ofKind(stack, 'Namespace', ''), ...ofKind(stack, 'Project')].map((item) => item.name));
}
