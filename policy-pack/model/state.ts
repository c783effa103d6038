// Pulumi state files (checkpoints and exports) → resources of the model.
import { UserError } from '../../src/terms/errors.ts';
import { type PulumiParts, type PulumiRecord, readPulumiList } from './pulumi-stack.ts';

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
export function readState(json: unknown, file: string): PulumiParts {
  const records = recordsOf(json);
  if (records === undefined) {
    throw new UserError('manifest', `${file} is no Pulumi state`, 'Write one with `pulumi stack export`.', {
      at: { file },
    });
  }
  const list = records.flatMap((record): readonly PulumiRecord[] => {
    const urn = field(record, 'urn');
    const type = field(record, 'type');
    if (typeof urn !== 'string' || typeof type !== 'string' || field(record, 'delete') === true) return [];
    const parent = field(record, 'parent');
    const id = field(record, 'id');
    return [
      {
        urn,
        type,
        inputs: field(record, 'inputs'),
        dependsOn: textsOf(field(record, 'dependencies')),
        cameFrom: propertiesOf(field(record, 'propertyDependencies')),
        outputs: () => field(record, 'outputs'),
        ...(typeof id === 'string' && { id }),
        component: field(record, 'custom') === false,
        ...(typeof parent === 'string' && { parent }),
      },
    ];
  });
  return readPulumiList(list);
}

function propertiesOf(value: unknown): ReadonlyMap<string, readonly string[]> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([property, urns]) => [property, textsOf(urns)]));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
