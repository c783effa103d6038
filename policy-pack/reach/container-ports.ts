// Ports that the containers of a pod declare, native sidecars included.
import { at, holes, type Tree } from '../model/tree.ts';
import { itemsOf, numberAt, textAt, textOr } from '../model/typed.ts';
import type { PodTemplate } from '../model/workloads.ts';
import { type Protocol, protocols } from './connections.ts';

export interface ContainerPort {
  /** Absent: the port has no name; `undefined` names never match. */
  readonly name: string | undefined;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Containers that serve: init containers only with `restartPolicy: Always`. */
export function runningContainers(template: PodTemplate): readonly Tree[] {
  return [
    ...itemsOf(template.tree, ['spec', 'containers']),
    ...itemsOf(template.tree, ['spec', 'initContainers']).filter(
      (item) => textOr(item, ['restartPolicy']) === 'Always',
    ),
  ];
}

/** Declared ports of running containers. */
export function readContainerPorts(template: PodTemplate): readonly ContainerPort[] {
  const ports: ContainerPort[] = [];
  for (const container of runningContainers(template)) {
    for (const entry of itemsOf(container, ['ports'])) {
      const port = numberAt(entry, ['containerPort']);
      const name = textAt(entry, ['name']);
      const protocol = textOr(entry, ['protocol']) ?? 'TCP';
      const known = protocols.find((item) => item === protocol);
      if (port.kind !== 'known' || port.value === undefined || known === undefined) continue;
      ports.push({ name: name.kind === 'known' ? name.value : undefined, protocol: known, port: port.value });
    }
  }
  return ports;
}

const listsOfPorts =
  /^spec(?:\.(?:containers|initContainers)(?:\.\d+(?:\.restartPolicy|\.ports(?:\.\d+)?)?)?)?$/;

/** Whether ports are hidden that nothing is known of. */
export function hidesPorts({ tree }: PodTemplate): boolean {
  return holes(tree).some(({ path }) => path.length === 0 || listsOfPorts.test(path.join('.')));
}

/** Whether every declared port is known, so that a missing name is truly missing. */
export function hasAllPorts(template: PodTemplate): boolean {
  if (!template.exact) return false;
  for (const key of ['containers', 'initContainers']) {
    const listed = at(template.tree, ['spec', key]);
    if (listed.kind !== 'known') return false;
    for (const container of itemsOf(template.tree, ['spec', key])) {
      const ports = at(container, ['ports']);
      if (ports.kind !== 'known') return false;
      if (key === 'initContainers' && textAt(container, ['restartPolicy']).kind !== 'known') return false;
      for (const entry of itemsOf(container, ['ports'])) {
        if (numberAt(entry, ['containerPort']).kind !== 'known') return false;
        if (textAt(entry, ['name']).kind !== 'known') return false;
        if (textAt(entry, ['protocol']).kind !== 'known') return false;
      }
    }
  }
  return true;
}
