// Stands in for the Kubernetes provider: no cluster, but the Check that changes what a policy sees, as the real one does.
import { createHash } from 'node:crypto';
import { parseAllDocuments } from 'yaml';
import { FieldReader } from '../../../policy-pack/pack/wire/reader.ts';
import { readStruct } from '../../../policy-pack/pack/wire/requests.ts';
import {
  message,
  messageField,
  numberField,
  structFields,
  textField,
} from '../../../policy-pack/pack/wire/writer.ts';
import { servePlugin } from './grpc.ts';
import { kubernetesSchema } from './kubernetes-schema.ts';
import { type Json, read } from './provider-request.ts';

const computed = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const clusterWide =
  /:(Namespace|PersistentVolume|StorageClass|ClusterRole|ClusterRoleBinding|CustomResourceDefinition)$/;

function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Namespace and autoname; then, where nothing is unknown, the normalisation of a round trip through typed objects. */
function check(bytes: Buffer): Buffer {
  const { urn, structs } = read(bytes, { urn: 1, id: -1 }, [2, 3], -1);
  const inputs = structs.get(3) ?? {};
  const old = structs.get(2) ?? {};
  const metadata = isRecord(inputs.metadata) ? { ...inputs.metadata } : {};
  if (metadata.name === undefined) {
    const before = isRecord(old.metadata) ? old.metadata.name : undefined;
    const logical = urn.slice(urn.lastIndexOf('::') + 2);
    metadata.name = before ?? `${logical}-${createHash('sha256').update(urn).digest('hex').slice(0, 8)}`;
    metadata.annotations = {
      ...(isRecord(metadata.annotations) ? metadata.annotations : {}),
      'pulumi.com/autonamed': 'true',
    };
  }
  if (metadata.namespace === undefined && !clusterWide.test(typeOf(urn))) metadata.namespace = 'default';
  const named = { ...inputs, metadata };
  const known = !JSON.stringify(named).includes(computed);
  return message(
    messageField(
      1,
      structFields(known && isRecord(normalise(named)) ? { ...named, ...normaliseObject(named) } : named),
    ),
  );
}

function normaliseObject(object: Json): Json {
  const normal = normalise(object);
  const fields = isRecord(normal) ? normal : {};
  if (!isRecord(fields.stringData)) return fields;
  const { stringData, ...rest } = fields;
  const encoded = Object.fromEntries(
    Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]),
  );
  return { ...rest, stringData: undefined, data: { ...(isRecord(rest.data) ? rest.data : {}), ...encoded } };
}

const dropped = new Set(['hostNetwork', 'hostPID', 'hostIPC']);
const emptied = new Set(['env', 'ingress', 'egress', 'volumes']);

function normalise(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => normalise(item, key));
  if (!isRecord(value))
    return (key === 'cpu' || key === 'memory') && typeof value === 'number' ? `${value * 1000}m` : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => !(dropped.has(name) && item === false))
      .filter(([name, item]) => !(emptied.has(name) && Array.isArray(item) && item.length === 0))
      .map(([name, item]) => [name, normalise(item, name)]),
  );
}

function nameOf(properties: Json): string {
  const { metadata } = properties;
  if (!isRecord(metadata)) return 'unnamed';
  return `${metadata.namespace ?? 'default'}/${metadata.name ?? 'unnamed'}`;
}

/** `kubernetes:yaml:decode`, which files and groups of manifests ask for: the objects of a text, Lists taken apart. */
function invoke(bytes: Buffer): Buffer {
  const reader = new FieldReader(bytes);
  let [token, args]: [string, Json] = ['', {}];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) token = reader.text();
    else if (field === 2) args = readStruct(reader.message());
    else reader.skip();
  }
  if (token !== 'kubernetes:yaml:decode') throw new Error(`${token} is not answered here`);
  const objects = parseAllDocuments(String(args.text)).flatMap((document) => objectsOf(document.toJS()));
  return message(messageField(1, structFields({ result: objects })));
}

function objectsOf(value: unknown): readonly unknown[] {
  if (!isRecord(value)) return [];
  return value.kind === 'List' && Array.isArray(value.items) ? value.items.flatMap(objectsOf) : [value];
}

await servePlugin({
  name: 'pulumirpc.ResourceProvider',
  unary: {
    Handshake: () => message(numberField(1, 1), numberField(2, 1), numberField(3, 1)),
    GetPluginInfo: () => message(textField(1, kubernetesSchema.version)),
    GetSchema: () => message(textField(1, JSON.stringify(kubernetesSchema))),
    CheckConfig: (request) =>
      message(messageField(1, structFields(read(request, { urn: 1, id: -1 }, [3], -1).structs.get(3) ?? {}))),
    DiffConfig: () => message(numberField(4, 1)),
    Configure: () => message(numberField(1, 1), numberField(2, 1), numberField(3, 1), numberField(4, 1)),
    Check: check,
    Diff(request) {
      const { structs } = read(request, { urn: 2, id: 1 }, [4, 6], -1);
      const same = JSON.stringify(structs.get(4)) === JSON.stringify(structs.get(6));
      return message(numberField(4, same ? 1 : 2));
    },
    Create(request) {
      const { structs, preview } = read(request, { urn: 1, id: -1 }, [2], 4);
      const properties = structs.get(2) ?? {};
      return message(
        textField(1, preview ? '' : nameOf(properties)),
        messageField(2, structFields(properties)),
      );
    },
    Update: (request) =>
      message(messageField(1, structFields(read(request, { urn: 2, id: 1 }, [4], -1).structs.get(4) ?? {}))),
    Read(request) {
      const { id, structs } = read(request, { urn: 2, id: 1 }, [3, 4], -1);
      return message(textField(1, id), messageField(2, structFields(structs.get(3) ?? {})));
    },
    Invoke: invoke,
    Delete: () => message(),
    Cancel: () => message(),
  },
});
