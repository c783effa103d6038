// Pulumi state files (checkpoints and exports) → resources of the model.
import { UserError } from '../../src/terms/errors.ts';
import { readPulumiResource } from './pulumi-resource.ts';
import type { OpaqueThing, Resource } from './resource.ts';

export interface State {
  readonly resources: readonly Resource[];
  readonly opaque: readonly OpaqueThing[];
  /** Of other providers. */
  readonly foreign: readonly Resource[];
  /** How many resources belong to other providers or are components. */
  readonly others: number;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}

/** Whether parsed JSON is a Pulumi state: `pulumi stack export`, or a checkpoint of a file backend. */
export function isState(json: unknown): boolean {
  return recordsOf(json) !== undefined;
}

function recordsOf(json: unknown): readonly unknown[] | undefined {
  const deployment = field(json, 'deployment') ?? field(field(json, 'checkpoint'), 'latest');
  if (deployment === undefined || deployment === null || typeof deployment !== 'object') return undefined;
  const resources = field(deployment, 'resources');
  return Array.isArray(resources)
    ? resources
    : resources === undefined || resources === null
      ? []
      : undefined;
}

/** Throws `UserError` `manifest` when the JSON is no state. `file` is for messages. */
export function readState(json: unknown, file: string): State {
  const records = recordsOf(json);
  if (records === undefined) {
    throw new UserError('manifest', `${file} is no Pulumi state`, 'Write one with `pulumi stack export`.', {
      at: { file },
    });
  }
  const parentOf = new Map<string, string>();
  for (const record of records) {
    const urn = field(record, 'urn');
    const parent = field(record, 'parent');
    if (typeof urn === 'string' && typeof parent === 'string') parentOf.set(urn, parent);
  }
  const resources: Resource[] = [];
  const opaque: OpaqueThing[] = [];
  const foreign: Resource[] = [];
  let others = 0;
  for (const record of records) {
    const urn = field(record, 'urn');
    const type = field(record, 'type');
    if (typeof urn !== 'string' || typeof type !== 'string' || field(record, 'delete') === true) continue;
    const read = readPulumiResource({
      urn,
      type,
      inputs: field(record, 'inputs'),
      parents: chain(urn, parentOf),
      dependsOn: textsOf(field(record, 'dependencies')),
    });
    if (read.kind === 'resource') resources.push(read.resource);
    else if (read.kind === 'opaque') opaque.push(read.thing);
    else {
      if (read.kind === 'foreign' && read.resource !== undefined && custom(record))
        foreign.push(read.resource);
      others += 1;
    }
  }
  return { resources, opaque, foreign, others };
}

/** Components are not custom: they have no inputs of a provider. */
function custom(record: unknown): boolean {
  return field(record, 'custom') !== false;
}

function chain(urn: string, parentOf: ReadonlyMap<string, string>): readonly string[] {
  const parents: string[] = [];
  for (
    let next = parentOf.get(urn);
    next !== undefined && !parents.includes(next);
    next = parentOf.get(next)
  ) {
    parents.push(next);
  }
  return parents;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
