// Reads CycloneDX JSON, ours and other tools', into packages and vulnerabilities.
import { z } from 'zod';
import { scoreVector } from '../advisories/cvss/score.ts';
import type { Package } from '../terms/package.ts';
import type { Severity } from '../terms/severity.ts';
import { type Bill, type BillVulnerability, notABill, parseBill, purlType, sortPackages } from './bill.ts';

const property = z.object({ name: z.string(), value: z.string().optional() });
const license = z.object({
  expression: z.string().optional(),
  license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
});
const component = z.object({
  type: z.string(),
  'bom-ref': z.string().optional(),
  group: z.string().optional(),
  name: z.string(),
  version: z.string().optional(),
  purl: z.string().optional(),
  supplier: z.object({ name: z.string().optional() }).optional(),
  licenses: z.array(license).optional(),
  properties: z.array(property).optional(),
  get components() {
    return z.array(component).optional();
  },
});
type Component = z.infer<typeof component>;

const vulnerability = z.object({
  id: z.string().optional(),
  references: z.array(z.object({ id: z.string() })).optional(),
  ratings: z
    .array(
      z.object({
        severity: z.string().optional(),
        score: z.number().optional(),
        vector: z.string().optional(),
      }),
    )
    .optional(),
  published: z.string().optional(),
  description: z.string().optional(),
  properties: z.array(property).optional(),
  affects: z.array(z.object({ ref: z.string() })).optional(),
  analysis: z.object({ state: z.string().optional() }).optional(),
});

const tool = z.object({ name: z.string().optional() });

const document = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z
    .object({
      component: z.object({ name: z.string() }).optional(),
      /** A list until 1.4, components and services since 1.5. */
      tools: z.union([z.array(tool), z.object({ components: z.array(tool).optional() })]).optional(),
    })
    .optional(),
  components: z.array(component).optional(),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).optional() })).optional(),
  vulnerabilities: z.array(vulnerability).optional(),
});

/** Component types that are packages; the others are files, systems, hardware and data. */
const packageTypes = new Set(['library', 'framework', 'application']);

/** Reads CycloneDX 1.2–1.7 JSON. Throws UserError `usage` for anything else. Nested components are read too. */
export function readCycloneDx(text: string, file = 'the document'): Bill {
  const parsed = document.safeParse(parseBill(text, 'CycloneDX', file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notABill('CycloneDX', file, `${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
  }
  const { specVersion, metadata, components = [], dependencies = [], vulnerabilities = [] } = parsed.data;
  const all = flatten(components).filter((item) => packageTypes.has(item.type));
  const purls = new Map(all.map((item) => [item['bom-ref'] ?? item.purl ?? '', item.purl ?? '']));
  const targets = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const subject = metadata?.component?.name;
  const tools = metadata?.tools ?? [];
  const writer = ('components' in tools ? (tools.components ?? []) : Array.isArray(tools) ? tools : [])[0]
    ?.name;
  return {
    format: 'cyclonedx',
    specVersion,
    ...(subject === undefined ? {} : { subject }),
    ...(writer === undefined ? {} : { tool: writer }),
    packages: sortPackages(all.map((item) => toPackage(item, targets, purls))),
    vulnerabilities: vulnerabilities.flatMap((item) => toVulnerability(item, purls)),
  };
}

function flatten(components: readonly Component[]): readonly Component[] {
  return components.flatMap((item) => [item, ...flatten(item.components ?? [])]);
}

function toPackage(
  item: Component,
  targets: ReadonlyMap<string, readonly string[]>,
  purls: ReadonlyMap<string, string>,
): Package {
  const facts = new Map((item.properties ?? []).map(({ name, value }) => [name, value]));
  const purl = item.purl ?? '';
  const version = item.version ?? '';
  const licenses = (item.licenses ?? []).flatMap(
    (entry) => entry.expression ?? entry.license?.id ?? entry.license?.name ?? [],
  );
  const architecture = facts.get('seaworthy:architecture');
  const ownedBy = facts.get('seaworthy:ownedBy');
  const vendor = item.supplier?.name;
  const source = sourceOf(facts);
  const dependsOn = (targets.get(item['bom-ref'] ?? '') ?? []).flatMap((ref) => purls.get(ref) || []);
  return {
    purl,
    type: facts.get('seaworthy:type') ?? purlType(purl),
    name: nameOf(item.group, item.name, purl),
    version,
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(vendor === undefined ? {} : { vendor }),
    path:
      facts.get('seaworthy:path') ??
      facts.get('syft:location:0:path') ??
      facts.get('aquasecurity:trivy:FilePath') ??
      '',
    layer: layerOf(facts.get('seaworthy:layer:index')),
    ...(ownedBy === undefined ? {} : { ownedBy }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

function sourceOf(facts: ReadonlyMap<string, string | undefined>): Package['source'] {
  const name = facts.get('seaworthy:source:name') ?? facts.get('aquasecurity:trivy:SrcName');
  const version = facts.get('seaworthy:source:version') ?? facts.get('aquasecurity:trivy:SrcVersion');
  return name === undefined || version === undefined ? undefined : { name, version };
}

function layerOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : 0;
}

function toVulnerability(
  item: z.infer<typeof vulnerability>,
  purls: ReadonlyMap<string, string>,
): readonly BillVulnerability[] {
  const id = item.id ?? item.references?.[0]?.id ?? 'unnamed';
  const affected = (item.affects ?? []).flatMap(({ ref }) => affectedBy(ref, purls));
  const rating = item.ratings?.find((candidate) => candidate.vector !== undefined) ?? item.ratings?.[0];
  const score = rating?.score ?? scoreVector(rating?.vector ?? '');
  const state = item.analysis?.state;
  const fixed = item.properties?.find(({ name }) => name === 'seaworthy:fixed')?.value;
  const ids = [...new Set([id, ...(item.references ?? []).map(({ id }) => id)])].sort();
  return [
    {
      id,
      ids,
      purls: [...new Set(affected)].sort(),
      severity: severityOf(rating?.severity),
      ...(rating?.vector === undefined || score === undefined
        ? {}
        : { cvss: { vector: rating.vector, score } }),
      ...(state === undefined ? {} : { state }),
      ...(item.published === undefined ? {} : { published: item.published }),
      ...(fixed === undefined ? {} : { fixed }),
      ...(item.description === undefined ? {} : { summary: item.description }),
    },
  ];
}

/**
 * Package URLs that a reference means: a component's, or one that a BOM-Link ends in (CycloneDX, «BOM-Link»), or the reference
 * itself. OSV-Scanner names packages without their version: those are all components of that name.
 */
function affectedBy(ref: string, purls: ReadonlyMap<string, string>): readonly string[] {
  const inside = decodeFragment(ref.slice(ref.indexOf('#') + 1));
  const named = purls.get(ref) || purls.get(inside) || (/^pkg:[^@]+@./.test(inside) ? inside : '');
  if (named !== '') return [named];
  return ref.startsWith('pkg:')
    ? [...purls.values()].filter((purl) => purl.replace(/[@?#].*/, '') === ref)
    : [];
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const words: ReadonlyMap<string | undefined, Severity> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['info', 'negligible'],
  ['none', 'negligible'],
]);

function severityOf(word: string | undefined): Severity {
  return words.get(word) ?? 'unknown';
}

/** With its group as its package manager writes it: Maven's behind a colon. */
function nameOf(group: string | undefined, name: string, purl: string): string {
  if (group === undefined || group === '') return name;
  return purl.startsWith('pkg:maven/') ? `${group}:${name}` : `${group}/${name}`;
}
