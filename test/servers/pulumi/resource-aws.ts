// Stands in for the AWS provider: inputs come back as outputs, ids and addresses are there once a resource is made.
import {
  message,
  messageField,
  numberField,
  structFields,
  textField,
} from '../../../policy-pack/pack/wire/writer.ts';
import { servePlugin } from './grpc.ts';
import { type Json, read } from './provider-request.ts';

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

/** Addresses by the name of the resource. */
const addresses: Readonly<Record<string, string>> = { out: '52.1.2.3', bastion: '52.9.9.9' };

function made(urn: string, inputs: Json): Json {
  const address = urn.includes('aws:ec2/eip:Eip') ? addresses[nameOf(urn)] : undefined;
  return address === undefined ? inputs : { ...inputs, publicIp: address };
}

await servePlugin({
  name: 'pulumirpc.ResourceProvider',
  unary: {
    Handshake: () => message(numberField(1, 1), numberField(2, 1), numberField(3, 1)),
    GetPluginInfo: () => message(textField(1, '7.12.0')),
    GetSchema: () => message(textField(1, JSON.stringify({ name: 'aws', version: '7.12.0' }))),
    CheckConfig: (request) =>
      message(messageField(1, structFields(read(request, { urn: 1, id: -1 }, [3], -1).structs.get(3) ?? {}))),
    DiffConfig: () => message(numberField(4, 1)),
    Configure: () => message(numberField(1, 1), numberField(2, 1), numberField(3, 1), numberField(4, 1)),
    Check: (request) =>
      message(
        messageField(1, structFields(read(request, { urn: 1, id: -1 }, [2, 3], -1).structs.get(3) ?? {})),
      ),
    Diff(request) {
      const { structs } = read(request, { urn: 2, id: 1 }, [4, 6], -1);
      const same = JSON.stringify(structs.get(4)) === JSON.stringify(structs.get(6));
      return message(numberField(4, same ? 1 : 2));
    },
    Create(request) {
      const { urn, structs, preview } = read(request, { urn: 1, id: -1 }, [2], 4);
      const inputs = structs.get(2) ?? {};
      return message(
        textField(1, preview ? '' : `id-${nameOf(urn)}`),
        messageField(2, structFields(preview ? inputs : made(urn, inputs))),
      );
    },
    Update(request) {
      const { urn, structs } = read(request, { urn: 2, id: 1 }, [4], -1);
      return message(messageField(1, structFields(made(urn, structs.get(4) ?? {}))));
    },
    Read(request) {
      const { id, structs } = read(request, { urn: 2, id: 1 }, [3, 4], -1);
      return message(textField(1, id), messageField(2, structFields(structs.get(3) ?? {})));
    },
    Delete: () => message(),
    Cancel: () => message(),
  },
});
