// Pulumi's list of resources → what the model holds of it: for a state and for what a policy is told alike.
import { type PulumiResource, readPulumiResource } from './pulumi-resource.ts';
import type { OpaqueThing, Resource } from './resource.ts';

export interface PulumiRecord extends Omit<PulumiResource, 'parents'> {
  /** URN of the parent; absent or empty for none. */
  readonly parent?: string | undefined;
  /** Only a component: no provider's resource, whatever its type. */
  readonly component?: boolean;
}

export interface PulumiParts {
  readonly resources: readonly Resource[];
  readonly opaque: readonly OpaqueThing[];
  /** Of other providers. */
  readonly foreign: readonly Resource[];
}

/** Keeps the order. A component of Kubernetes' (a chart, a file) without children is opaque: they are not known yet. */
export function readPulumiList(records: readonly PulumiRecord[]): PulumiParts {
  const parentOf = new Map(records.map(({ urn, parent }) => [urn, parent ?? '']));
  const parents = new Set(parentOf.values());
  const resources: Resource[] = [];
  const opaque: OpaqueThing[] = [];
  const foreign: Resource[] = [];
  for (const record of records) {
    const read = readPulumiResource({ ...record, parents: chain(record.urn, parentOf) });
    if (read.kind === 'resource') resources.push(read.resource);
    else if (read.kind === 'opaque') opaque.push(read.thing);
    else if (read.kind === 'component' && !parents.has(record.urn)) opaque.push(childless(record));
    else if (read.kind === 'foreign' && read.resource !== undefined && record.component !== true)
      foreign.push(read.resource);
  }
  return { resources, opaque, foreign };
}

function childless({ urn, type }: PulumiRecord): OpaqueThing {
  return {
    what: type,
    reason: 'its children are not known yet, or there are none',
    source: { kind: 'urn', urn, parents: [] },
  };
}

function chain(urn: string, parentOf: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (
    let next = parentOf.get(urn) ?? '';
    next !== '' && !found.includes(next);
    next = parentOf.get(next) ?? ''
  ) {
    found.push(next);
  }
  return found;
}
