// Reads SPDX 2.2 and 2.3 JSON, ours and other tools', into packages.
import { z } from 'zod';
import type { Package } from '../terms/package.ts';
import { type Bill, notABill, parseBill, purlType, sortPackages } from './bill.ts';
import type { SpdxFacts } from './spdx.ts';

const spdxPackage = z.object({
  SPDXID: z.string(),
  name: z.string(),
  versionInfo: z.string().optional(),
  supplier: z.string().optional(),
  licenseDeclared: z.string().optional(),
  primaryPackagePurpose: z.string().optional(),
  externalRefs: z.array(z.object({ referenceType: z.string(), referenceLocator: z.string() })).optional(),
  annotations: z.array(z.object({ comment: z.string() })).optional(),
});

const document = z.object({
  spdxVersion: z.string().regex(/^SPDX-2\.\d+$/),
  name: z.string().optional(),
  packages: z.array(spdxPackage).optional(),
  relationships: z
    .array(
      z.object({ spdxElementId: z.string(), relationshipType: z.string(), relatedSpdxElement: z.string() }),
    )
    .optional(),
});

const facts: z.ZodType<SpdxFacts> = z.object({
  type: z.string(),
  path: z.string(),
  layer: z.number().int().min(0),
  architecture: z.string().exactOptional(),
  source: z.object({ name: z.string(), version: z.string() }).exactOptional(),
  licenses: z.array(z.string()).exactOptional(),
  ownedBy: z.string().exactOptional(),
  vendor: z.string().exactOptional(),
});

/** Purposes that are no package of the image but the image, its system or a file. */
const otherPurposes = new Set(['CONTAINER', 'OPERATING-SYSTEM', 'FILE', 'DEVICE', 'ARCHIVE']);

/** Reads SPDX 2.x JSON. Throws UserError `usage` for anything else, SPDX 3 included. */
export function readSpdx(text: string, file = 'the document'): Bill {
  const parsed = document.safeParse(parseBill(text, 'SPDX', file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notABill('SPDX 2', file, `${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
  }
  const { spdxVersion, name, packages = [], relationships = [] } = parsed.data;
  const purls = new Map(packages.map((item) => [item.SPDXID, purlOf(item)]));
  const targets = Map.groupBy(
    relationships.filter((item) => item.relationshipType === 'DEPENDS_ON'),
    (item) => item.spdxElementId,
  );
  return {
    format: 'spdx',
    specVersion: spdxVersion.slice('SPDX-'.length),
    ...(name === undefined ? {} : { subject: name }),
    packages: sortPackages(
      packages
        .filter((item) => !otherPurposes.has(item.primaryPackagePurpose ?? ''))
        .map((item) => {
          const dependsOn = (targets.get(item.SPDXID) ?? []).flatMap(
            (relation) => purls.get(relation.relatedSpdxElement) || [],
          );
          return toPackage(item, dependsOn);
        }),
    ),
    vulnerabilities: [],
  };
}

function toPackage(item: z.infer<typeof spdxPackage>, dependsOn: readonly string[]): Package {
  const purl = purlOf(item);
  const own = readFacts(item.annotations ?? []);
  const declared = stated(item.licenseDeclared);
  const licenses = own?.licenses ?? (declared === undefined ? undefined : [declared]);
  const vendor = own?.vendor ?? stated(item.supplier)?.replace(/^(?:Organization|Person): /, '');
  return {
    purl,
    name: item.name,
    version: item.versionInfo ?? '',
    ...(own ?? { type: purlType(purl), path: '', layer: 0 }),
    ...(licenses === undefined ? {} : { licenses }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

function purlOf(item: z.infer<typeof spdxPackage>): string {
  return item.externalRefs?.find((reference) => reference.referenceType === 'purl')?.referenceLocator ?? '';
}

/** The annotation that `renderSpdx` wrote; anything that only looks like it is ignored. */
function readFacts(annotations: readonly { readonly comment: string }[]): SpdxFacts | undefined {
  const prefix = 'seaworthy:';
  const comment = annotations.find((item) => item.comment.startsWith(prefix))?.comment;
  if (comment === undefined) return undefined;
  try {
    return facts.safeParse(JSON.parse(comment.slice(prefix.length))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function stated(text: string | undefined): string | undefined {
  return text === undefined || text === 'NOASSERTION' || text === 'NONE' ? undefined : text;
}
