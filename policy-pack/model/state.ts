// Pulumi state files (checkpoints and exports) → resources of the model.
import { UserError } from '../../src/terms/errors.ts';
import { type PulumiParts, type PulumiRecord, readPulumiList } from './pulumi-stack.ts';
import type { OpaqueThing } from './resource.ts';
import { readTypeToken } from './type-token.ts';

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}

/** Whether parsed JSON is a Pulumi state: `pulumi stack export`, or a checkpoint of a file backend. */
export function isState(json: unknown): boolean {
  return recordsOf(json) !== undefined;
}

function deploymentOf(json: unknown): unknown {
  return field(json, 'deployment') ?? field(field(json, 'checkpoint'), 'latest');
}

function recordsOf(json: unknown): readonly unknown[] | undefined {
  const deployment = deploymentOf(json);
  if (deployment === undefined || deployment === null || typeof deployment !== 'object') return undefined;
  const resources = field(deployment, 'resources');
  return Array.isArray(resources)
    ? resources
    : resources === undefined || resources === null
      ? []
      : undefined;
}

/** The newest deployment format that is read (pulumi/pulumi, apitype.DeploymentSchemaVersionLatest). */
const newestVersion = 4;

/** Throws `UserError` `manifest` when the JSON is no state, or one of a format that is not known. `file` is for messages. */
export function readState(json: unknown, file: string): PulumiParts {
  const records = recordsOf(json);
  if (records === undefined) {
    throw new UserError('manifest', `${file} is no Pulumi state`, 'Write one with `pulumi stack export`.', {
      at: { file },
    });
  }
  const version = field(json, 'version');
  if (typeof version === 'number' && version > newestVersion) {
    throw new UserError(
      'manifest',
      `${file} is a Pulumi state of version ${version}, and ${newestVersion} is the newest that is read`,
      'Take a newer Seaworthy, or judge the program by the policy pack.',
      { at: { file } },
    );
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
        inputs: inputsOf(record),
        dependsOn: textsOf(field(record, 'dependencies')),
        cameFrom: propertiesOf(field(record, 'propertyDependencies')),
        outputs: () => field(record, 'outputs'),
        ...(typeof id === 'string' && { id }),
        component: field(record, 'custom') === false,
        ...(typeof parent === 'string' && { parent }),
      },
    ];
  });
  const read = readPulumiList(list);
  return { ...read, opaque: [...read.opaque, ...interrupted(json, new Set(list.map(({ urn }) => urn)))] };
}

/** What the program only reads (`Pod.get`) has no inputs: what the provider answered is all there is of it. */
function inputsOf(record: unknown): unknown {
  const inputs = field(record, 'inputs');
  const isEmpty = typeof inputs !== 'object' || inputs === null || Object.keys(inputs).length === 0;
  return isEmpty && field(record, 'external') === true ? field(record, 'outputs') : inputs;
}

/** Resources of Kubernetes' that an update was about to make when it ended: they may be there, and the state lacks them. */
function interrupted(json: unknown, known: ReadonlySet<string>): readonly OpaqueThing[] {
  const operations = field(deploymentOf(json), 'pending_operations');
  return (Array.isArray(operations) ? operations : []).flatMap(
    (operation: unknown): readonly OpaqueThing[] => {
      const urn = field(field(operation, 'resource'), 'urn');
      const type = field(field(operation, 'resource'), 'type');
      if (typeof urn !== 'string' || typeof type !== 'string' || known.has(urn)) return [];
      if (field(operation, 'type') !== 'creating' || readTypeToken(type).kind !== 'resource') return [];
      const reason = 'an update ended while it was made: run `pulumi refresh`';
      return [{ what: type, reason, source: { kind: 'urn', urn, parents: [] } }];
    },
  );
}

function propertiesOf(value: unknown): ReadonlyMap<string, readonly string[]> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([property, urns]) => [property, textsOf(urns)]));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
