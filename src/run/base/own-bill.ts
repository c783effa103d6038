// An inventory that seaworthy wrote and somebody signed, read back for matching.
import { z } from 'zod';
import { parsePlatform } from '../../oci/platforms.ts';
import type { Bill } from '../../sbom/bill.ts';
import { readCycloneDx } from '../../sbom/cyclonedx-reading.ts';
import type { Platform } from '../../terms/image.ts';
import type { OperatingSystem } from '../../terms/package.ts';

const properties = z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]);
const document = z.object({
  compositions: z.array(z.object({ aggregate: z.string() })).default([]),
  metadata: z.object({ component: z.object({ properties }) }),
  components: z.array(
    z.looseObject({ type: z.string(), name: z.string(), version: z.string().optional(), properties }),
  ),
});

export interface OwnBill {
  readonly bill: Bill;
  readonly os: OperatingSystem | undefined;
  readonly platform: Platform;
  /** It says itself that it is not whole: what it lacks would look like a fix. */
  readonly isWhole: boolean;
}

/** CycloneDX. Undefined: seaworthy did not write it. Errors: `UserError` where it is none at all. */
export function readOwnBill(predicate: unknown, name: string): OwnBill | undefined {
  const bill = readCycloneDx(JSON.stringify(predicate), name);
  const parsed = document.safeParse(predicate);
  const stated = propertyOf(parsed.data?.metadata.component.properties ?? [], 'seaworthy:platform');
  if (!parsed.success || stated === undefined) return undefined;
  const { compositions, components } = parsed.data;
  return {
    bill,
    os: systemOf(components),
    platform: parsePlatform(stated),
    isWhole: !compositions.some(({ aggregate }) => aggregate.startsWith('incomplete')),
  };
}

function systemOf(components: z.infer<typeof document>['components']): OperatingSystem | undefined {
  const found = components.find(({ type }) => type === 'operating-system');
  if (found === undefined) return undefined;
  const codename = propertyOf(found.properties, 'seaworthy:os:codename');
  const like = found.properties.filter(({ name }) => name === 'seaworthy:os:idLike');
  return {
    id: found.name,
    idLike: like.flatMap(({ value }) => value ?? []),
    ...(found.version === undefined ? {} : { versionId: found.version }),
    ...(codename === undefined ? {} : { codename }),
    path: '',
    layer: 0,
  };
}

function propertyOf(list: z.infer<typeof properties>, wanted: string): string | undefined {
  return list.find(({ name }) => name === wanted)?.value;
}
