// What the engine asks (pulumi/proto analyzer.proto), decoded to what the model reads and nothing more.
import { FieldReader, WireError } from './reader.ts';

/** A resource as the engine tells of it; inputs in Pulumi's wire form. */
export interface AnalyzedResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** In Pulumi's wire form; decoded when asked for, since the engine tells of each resource twice. */
  inputs(): unknown;
  /** URN of the parent; empty for none. */
  readonly parent: string;
  readonly dependencies: readonly string[];
  /** Property → URNs that it depends on. */
  readonly propertyDependencies: ReadonlyMap<string, readonly string[]>;
}

export interface StackIdentity {
  readonly stack: string;
  readonly project: string;
  readonly organization: string;
  readonly dryRun: boolean;
}

export interface PolicySetting {
  readonly enforcement: number;
  readonly properties: { readonly [key: string]: unknown };
}

const maximumDepth = 256;
const nothing = Buffer.alloc(0);

/** AnalyzeRequest and AnalyzerResource have the same numbers up to 6; the parent of the first is in its options. */
export function readResource(reader: FieldReader): AnalyzedResource {
  let type = '';
  let urn = '';
  let name = '';
  let struct: Buffer = nothing;
  let parent = '';
  const dependencies: string[] = [];
  const propertyDependencies = new Map<string, readonly string[]>();
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) type = reader.text();
    else if (field === 2) struct = reader.raw();
    else if (field === 3) urn = reader.text();
    else if (field === 4) name = reader.text();
    else if (field === 5) parent = readOptionsParent(reader.message()) || parent;
    else if (field === 7) parent = reader.text() || parent;
    else if (field === 8) dependencies.push(reader.text());
    else if (field === 9) readPropertyDependency(reader.message(), propertyDependencies);
    else reader.skip();
  }
  const inputs = (): unknown => readStruct(new FieldReader(struct));
  return { type, urn, name, inputs, parent, dependencies, propertyDependencies };
}

export function readStackResources(bytes: Buffer): readonly AnalyzedResource[] {
  const reader = new FieldReader(bytes);
  const resources: AnalyzedResource[] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) resources.push(readResource(reader.message()));
    else reader.skip();
  }
  return resources;
}

export function readStackIdentity(bytes: Buffer): StackIdentity {
  const reader = new FieldReader(bytes);
  const found = { stack: '', project: '', organization: '', dryRun: false };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) found.stack = reader.text();
    else if (field === 2) found.project = reader.text();
    else if (field === 3) found.organization = reader.text();
    else if (field === 4) found.dryRun = reader.varint() === 1;
    else reader.skip();
  }
  return found;
}

/** ConfigureAnalyzerRequest: policy name → what the user set for it. */
export function readConfiguration(bytes: Buffer): ReadonlyMap<string, PolicySetting> {
  const reader = new FieldReader(bytes);
  const settings = new Map<string, PolicySetting>();
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field !== 1) {
      reader.skip();
      continue;
    }
    const entry = reader.message();
    let name = '';
    let setting: PolicySetting = { enforcement: 0, properties: {} };
    for (let part = entry.next(); part !== 0; part = entry.next()) {
      if (part === 1) name = entry.text();
      else if (part === 2) setting = readSetting(entry.message());
      else entry.skip();
    }
    settings.set(name, setting);
  }
  return settings;
}

function readSetting(reader: FieldReader): PolicySetting {
  let enforcement = 0;
  let properties: { readonly [key: string]: unknown } = {};
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) enforcement = reader.varint();
    else if (field === 2) properties = readStruct(reader.message(), 0);
    else reader.skip();
  }
  return { enforcement, properties };
}

function readOptionsParent(reader: FieldReader): string {
  let parent = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 8) parent = reader.text();
    else reader.skip();
  }
  return parent;
}

function readPropertyDependency(reader: FieldReader, into: Map<string, readonly string[]>): void {
  let property = '';
  const urns: string[] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) property = reader.text();
    else if (field === 2) {
      const list = reader.message();
      for (let part = list.next(); part !== 0; part = list.next()) {
        if (part === 1) urns.push(list.text());
        else list.skip();
      }
    } else reader.skip();
  }
  into.set(property, urns);
}

/** google.protobuf.Struct. Keys may be anything, `__proto__` too: they become own properties and nothing else. */
export function readStruct(reader: FieldReader, depth = 0): { readonly [key: string]: unknown } {
  if (depth > maximumDepth) throw new WireError(`nested deeper than ${maximumDepth}`);
  const fields: [string, unknown][] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field !== 1) {
      reader.skip();
      continue;
    }
    const entry = reader.message();
    let key = '';
    let value: unknown = null;
    for (let part = entry.next(); part !== 0; part = entry.next()) {
      if (part === 1) key = entry.text();
      else if (part === 2) value = readValue(entry.message(), depth + 1);
      else entry.skip();
    }
    fields.push([key, value]);
  }
  return Object.fromEntries(fields);
}

function readValue(reader: FieldReader, depth: number): unknown {
  let value: unknown = null;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) value = reader.double();
    else if (field === 3) value = reader.text();
    else if (field === 4) value = reader.varint() === 1;
    else if (field === 5) value = readStruct(reader.message(), depth);
    else if (field === 6) value = readList(reader.message(), depth);
    else reader.skip();
  }
  return value;
}

function readList(reader: FieldReader, depth: number): unknown[] {
  if (depth > maximumDepth) throw new WireError(`nested deeper than ${maximumDepth}`);
  const items: unknown[] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) items.push(readValue(reader.message(), depth + 1));
    else reader.skip();
  }
  return items;
}
