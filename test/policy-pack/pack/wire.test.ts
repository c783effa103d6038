// Our wire format beside the SDK's own classes: what the engine writes we read, what we write the SDK reads.

import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FieldReader, WireError } from '../../../policy-pack/pack/wire/reader.ts';
import {
  readConfiguration,
  readResource,
  readStackIdentity,
  readStackResources,
} from '../../../policy-pack/pack/wire/requests.ts';
import {
  type Diagnostic,
  diagnosticsResponse,
  infoResponse,
} from '../../../policy-pack/pack/wire/responses.ts';
import { message, messageField, structFields } from '../../../policy-pack/pack/wire/writer.ts';

const require = createRequire(import.meta.url);
const proto: typeof import('@pulumi/pulumi/proto/analyzer_pb.js') = require('@pulumi/pulumi/proto/analyzer_pb.js');
const {
  Struct,
}: typeof import('google-protobuf/google/protobuf/struct_pb.js') = require('google-protobuf/google/protobuf/struct_pb.js');

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

const key = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');
const { tree } = fc.letrec<{ tree: Plain }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }).filter((value) => !Object.is(value, -0)),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const inputs = fc.dictionary(key, tree, { maxKeys: 5, noNullPrototype: true });

describe('requests', () => {
  test('a resource reads as the SDK reads it, whatever its inputs', () => {
    fc.assert(
      fc.property(inputs, fc.string(), (properties, name) => {
        const request = new proto.AnalyzeRequest();
        request.setType('kubernetes:v1:Pod');
        request.setUrn('urn:pulumi:dev::app::kubernetes:v1:Pod::p');
        request.setName(name);
        request.setProperties(Struct.fromJavaScript(properties));
        const options = new proto.AnalyzerResourceOptions();
        options.setParent('urn:parent');
        request.setOptions(options);
        const read = readResource(new FieldReader(Buffer.from(request.serializeBinary())));
        expect(read.inputs()).toEqual(
          Struct.deserializeBinary(
            request.getProperties()?.serializeBinary() ?? new Uint8Array(),
          ).toJavaScript(),
        );
        expect([read.type, read.name, read.parent]).toEqual(['kubernetes:v1:Pod', name, 'urn:parent']);
      }),
    );
  });

  test('a stack keeps its resources in order, with parents and dependencies', () => {
    const request = new proto.AnalyzeStackRequest();
    for (const name of ['a', 'b']) {
      const resource = new proto.AnalyzerResource();
      resource.setUrn(`urn:${name}`);
      resource.setType('kubernetes:v1:Pod');
      resource.setParent('urn:stack');
      resource.setDependenciesList(['urn:x']);
      const urns = new proto.AnalyzerPropertyDependencies();
      urns.setUrnsList(['urn:y', 'urn:z']);
      resource.getPropertydependenciesMap().set('spec', urns);
      request.addResources(resource);
    }
    const read = readStackResources(Buffer.from(request.serializeBinary()));
    expect(read.map((one) => [one.urn, one.parent, one.dependencies])).toEqual([
      ['urn:a', 'urn:stack', ['urn:x']],
      ['urn:b', 'urn:stack', ['urn:x']],
    ]);
    expect(read[0]?.propertyDependencies.get('spec')).toEqual(['urn:y', 'urn:z']);
  });

  test('configuration and identity are read', () => {
    const configure = new proto.ConfigureAnalyzerRequest();
    const setting = new proto.PolicyConfig();
    setting.setEnforcementlevel(1);
    setting.setProperties(Struct.fromJavaScript({ policyFile: 'x.yaml' }));
    configure.getPolicyconfigMap().set('seaworthy', setting);
    expect(readConfiguration(Buffer.from(configure.serializeBinary())).get('seaworthy')).toEqual({
      enforcement: 1,
      properties: { policyFile: 'x.yaml' },
    });
    const stack = new proto.AnalyzerStackConfigureRequest();
    stack.setStack('dev');
    stack.setProject('app');
    stack.setDryRun(true);
    expect(readStackIdentity(Buffer.from(stack.serializeBinary()))).toEqual({
      stack: 'dev',
      project: 'app',
      organization: '',
      dryRun: true,
    });
  });

  test('a key named __proto__ stays a key', () => {
    const bytes = message(messageField(2, structFields(JSON.parse('{"__proto__":1}'))));
    const read = readResource(new FieldReader(bytes)).inputs();
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(read ?? {})).toEqual([['__proto__', 1]]);
  });

  test('bytes that are cut or turned are an error or another message, never a hang', () => {
    const request = new proto.AnalyzeRequest();
    request.setProperties(Struct.fromJavaScript({ a: [1, { b: 'text' }] }));
    const whole = Buffer.from(request.serializeBinary());
    for (let cut = 0; cut < whole.length; cut++) {
      for (const bytes of [
        whole.subarray(0, cut),
        Buffer.concat([whole.subarray(0, cut), Buffer.from([0xff]), whole.subarray(cut + 1)]),
      ]) {
        try {
          readResource(new FieldReader(bytes)).inputs();
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }
    }
  });
});

describe('responses', () => {
  const pack = { name: 'seaworthy', version: '1.2.3' };

  test('the SDK reads our diagnostics', () => {
    const bytes = diagnosticsResponse(
      [
        {
          policy: 'pod-security-x',
          description: 'd',
          message: 'm — ü',
          enforcement: 'mandatory',
          severity: 'high',
          urn: 'urn:a',
        },
      ],
      pack,
    );
    const [read] = proto.AnalyzeResponse.deserializeBinary(bytes).getDiagnosticsList();
    expect(read?.toObject()).toMatchObject({
      policyname: 'pod-security-x',
      policypackname: 'seaworthy',
      policypackversion: '1.2.3',
      message: 'm — ü',
      enforcementlevel: 1,
      severity: 3,
      urn: 'urn:a',
    });
  });

  test('an answer of any length is written', () => {
    const one: Diagnostic = {
      policy: 'a',
      description: 'd',
      message: 'm',
      enforcement: 'advisory',
      severity: 'low',
      urn: 'urn:a',
    };
    const bytes = diagnosticsResponse(
      Array.from({ length: 200_000 }, () => one),
      pack,
    );
    expect(bytes.equals(Buffer.alloc(bytes.length, diagnosticsResponse([one], pack)))).toBe(true);
    expect(bytes.length).toBe(200_000 * diagnosticsResponse([one], pack).length);
  });

  test('the SDK reads our policies', () => {
    const bytes = infoResponse(pack, 'description', [
      {
        name: 'a',
        displayName: 'area/a',
        description: 'd',
        enforcement: 'disabled',
        severity: 'low',
        framework: 'PSS',
        tags: ['x', 'y'],
        remediationSteps: 'do',
        url: 'https://example.com',
        properties: { file: { type: 'string' } },
      },
    ]);
    const read = proto.AnalyzerInfo.deserializeBinary(bytes);
    const [policy] = read.getPoliciesList();
    expect([read.getName(), read.getVersion(), read.getSupportsconfig()]).toEqual([
      'seaworthy',
      '1.2.3',
      true,
    ]);
    expect([
      policy?.getName(),
      policy?.getEnforcementlevel(),
      policy?.getPolicyType(),
      policy?.getSeverity(),
    ]).toEqual(['a', 2, 2, 1]);
    expect([policy?.getFramework()?.getName(), policy?.getTagsList(), policy?.getUrl()]).toEqual([
      'PSS',
      ['x', 'y'],
      'https://example.com',
    ]);
    expect(policy?.getConfigschema()?.getProperties()?.toJavaScript()).toEqual({ file: { type: 'string' } });
  });
});
