// The sample reports, and what is read of real ones, have the forms that the tools' own schemas and sources describe.
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { clairSchema, quaySchema } from '../../../src/inspection/import/clair.ts';
import { grypeSchema } from '../../../src/inspection/import/grype.ts';
import { trivySchema } from '../../../src/inspection/import/trivy.ts';
import { sarifValidator } from '../../report/sarif-schema.ts';
import { cycloneDxValidator } from '../../sbom/cyclonedx-schema.ts';
import { clair, cyclonedx, grype, quay, sarif, trivy } from './reports.ts';

/** Fields of a format by where they stand: `[]` an item of a list, `*` a value of a map. */
interface Described {
  /**
   * Compared on 2026-11-28 with kept copies of these, some of them older. Not in those copies, and as other readers have
   * them: Trivy's `PkgIdentifier` and `CauseMetadata`, and Grype's `source.target`, which its schema leaves open.
   */
  readonly sources: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

const trivyForm: Described = {
  sources: [
    'https://github.com/aquasecurity/trivy/blob/main/pkg/types/report.go',
    'https://github.com/aquasecurity/trivy/blob/main/pkg/types/vulnerability.go',
    'https://github.com/aquasecurity/trivy/blob/main/pkg/types/misconfiguration.go',
    'https://github.com/aquasecurity/trivy/blob/main/pkg/fanal/types/secret.go',
    'https://github.com/aquasecurity/trivy-db/blob/main/pkg/types/types.go',
  ],
  fields: {
    '': 'SchemaVersion ArtifactName ArtifactType Metadata Results',
    Metadata: 'Size OS ImageID DiffIDs RepoTags RepoDigests ImageConfig',
    'Results[]': 'Target Class Type Packages Vulnerabilities Misconfigurations Secrets Licenses',
    'Results[].Vulnerabilities[]':
      'VulnerabilityID VendorIDs PkgID PkgName PkgPath PkgIdentifier InstalledVersion FixedVersion Status SeveritySource PrimaryURL Title Description Severity CweIDs CVSS References PublishedDate LastModifiedDate',
    'Results[].Vulnerabilities[].PkgIdentifier': 'PURL UID BOMRef',
    'Results[].Vulnerabilities[].CVSS.*': 'V2Vector V3Vector V40Vector V2Score V3Score V40Score',
    'Results[].Misconfigurations[]':
      'Type ID Title Description Message Namespace Resolution Severity PrimaryURL References Status CauseMetadata',
    'Results[].Misconfigurations[].CauseMetadata': 'Resource Provider Service StartLine EndLine Code',
    'Results[].Secrets[]': 'RuleID Category Severity Title StartLine EndLine Code Match Layer',
  },
};

/** Fields with an exclamation mark must be there. */
const grypeForm: Described = {
  sources: ['https://github.com/anchore/grype/blob/main/schema/grype/document/json/schema-1.0.0.json'],
  fields: {
    '': 'matches! source! distro! descriptor! ignoredMatches alertsByPackage',
    'matches[]': 'vulnerability! relatedVulnerabilities! matchDetails! artifact!',
    'matches[].vulnerability':
      'id! dataSource! urls! cvss! fix! advisories! risk! namespace severity description knownExploited epss cwes',
    'matches[].vulnerability.cvss[]': 'version! vector! metrics! vendorMetadata! source type',
    'matches[].vulnerability.cvss[].metrics': 'baseScore! exploitabilityScore impactScore',
    'matches[].vulnerability.fix': 'versions! state! available',
    'matches[].relatedVulnerabilities[]':
      'id! dataSource! urls! cvss! namespace severity description knownExploited epss cwes',
    'matches[].relatedVulnerabilities[].cvss[]': 'version! vector! metrics! vendorMetadata! source type',
    'matches[].relatedVulnerabilities[].cvss[].metrics': 'baseScore! exploitabilityScore impactScore',
    'matches[].matchDetails[]': 'type! matcher! searchedBy! found! fix',
    'matches[].artifact':
      'id! name! version! type! locations! language! licenses! cpes! purl! upstreams! metadataType metadata',
    'matches[].artifact.locations[]': 'path! accessPath! layerID annotations',
    source: 'type! target!',
    'source.target': 'userInput imageID manifestDigest mediaType tags repoDigests',
    distro: 'name! version! idLike! channels',
    descriptor: 'name! version! configuration db timestamp',
  },
};

const clairForm: Described = {
  sources: [
    'https://github.com/quay/claircore/blob/main/vulnerabilityreport.go',
    'https://github.com/quay/claircore/blob/main/vulnerability.go',
    'https://github.com/quay/claircore/blob/main/package.go',
  ],
  fields: {
    '': 'manifest_hash! packages! vulnerabilities! package_vulnerabilities! distributions repository environments',
    packages: '*',
    'packages.*': 'id! name! version! kind source packageDB repositoryHint',
    vulnerabilities: '*',
    'vulnerabilities.*':
      'id! name! normalized_severity! fixed_in_version! updater description issued links severity package',
    package_vulnerabilities: '*',
  },
};

const quayForm: Described = {
  sources: ['https://github.com/quay/quay/blob/master/data/secscan_model/datatypes.py'],
  fields: {
    '': 'status! data!',
    data: 'Layer!',
    'data.Layer': 'Name! ParentName NamespaceName IndexedByVersion Features!',
    'data.Layer.Features[]':
      'Name! Version! VersionFormat NamespaceName AddedBy Vulnerabilities! InstalledFrom',
    'data.Layer.Features[].Vulnerabilities[]':
      'Name! Severity! FixedBy! NamespaceName Description Link Metadata UpdatedBy',
  },
};

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly additionalProperties?: Node | boolean;
}

/** Every object of a JSON Schema that is read, with its fields. */
function fieldsRead(node: Node, at = ''): readonly (readonly [string, string])[] {
  const below = Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    [at, name] as const,
    ...fieldsRead(child, at === '' ? name : `${at}.${name}`),
  ]);
  const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
  return [
    ...below,
    ...(node.anyOf ?? []).flatMap((one) => fieldsRead(one, at)),
    ...fieldsBelow(node.items, `${at}[]`),
    ...fieldsBelow(values, `${at}.*`),
  ];
}

function fieldsBelow(node: Node | undefined, at: string): readonly (readonly [string, string])[] {
  return node === undefined || Object.keys(node).length === 0 ? [] : fieldsRead(node, at);
}

/** What a value has that is not described, and what it must have and has not. */
function strangers(value: unknown, { fields }: Described, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => strangers(one, { sources: [], fields }, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [];
  const known = fields[at];
  if (known === undefined) return [];
  const names = known.split(' ');
  const missing = names.filter((name) => name.endsWith('!') && !Object.hasOwn(value, name.slice(0, -1)));
  return [
    ...missing.map((name) => `${at}.${name}`),
    ...Object.entries(value).flatMap(([name, child]) => {
      const step = known === '*' ? '*' : name;
      const isKnown = known === '*' || names.some((one) => one.replace('!', '') === name);
      const deeper = strangers(child, { sources: [], fields }, at === '' ? step : `${at}.${step}`);
      return isKnown ? deeper : [`${at}.${name}`, ...deeper];
    }),
  ];
}

const forms: readonly (readonly [string, Described, z.ZodType, unknown])[] = [
  ['Trivy', trivyForm, trivySchema, trivy],
  ['Grype', grypeForm, grypeSchema, grype],
  ['Clair', clairForm, clairSchema, clair],
  ['Quay', quayForm, quaySchema, quay],
];

describe('forms of reports', () => {
  test.each(forms)('%s: every field that is read is one that the tool writes', (_, { fields }, schema) => {
    const read = fieldsRead(z.toJSONSchema(schema, { io: 'input' }) as Node);
    expect(read.length).toBeGreaterThan(5);
    const unknown = read.filter(
      ([at, name]) => !(fields[at] ?? '').split(' ').some((one) => one.replace('!', '') === name),
    );
    expect(unknown).toEqual([]);
  });

  test.each(forms)('%s: the sample has the form that the tool writes', (_, form, __, sample) => {
    expect(strangers(sample, form)).toEqual([]);
  });

  test('SARIF: the sample is valid by the official schema', () => {
    const validate = sarifValidator();
    validate(sarif);
    expect(validate.errors).toBeNull();
  });

  test('CycloneDX: the sample is valid by the official schema', () => {
    const validate = cycloneDxValidator();
    validate(cyclonedx);
    expect(validate.errors).toBeNull();
  });
});
