// Whether the packages of an image are for the machine that the image is for: a database of another one says nothing of it.
import type { Platform } from '../../terms/image.ts';
import type { Refusal } from '../../terms/refusal.ts';
import type { Inspected } from '../inspector.ts';

/** Architecture of the platform (GOARCH) → what dpkg, rpm and apk call it. */
const names: ReadonlyMap<string, RegExp> = new Map([
  ['amd64', /^(?:amd64|x86_64(?:_v[234])?)$/],
  ['386', /^(?:i[3-6]86|x86|athlon)$/],
  ['arm64', /^(?:arm64|aarch64)$/],
  ['arm', /^(?:arm(?:el|hf|v[5-8].*)?)$/],
  ['ppc64le', /^(?:ppc64el|ppc64le)$/],
  ['s390x', /^s390x$/],
  ['riscv64', /^riscv64$/],
  ['mips64le', /^mips64el$/],
  ['loong64', /^(?:loong64|loongarch64)$/],
]);
const any = /^(?:all|noarch|)$/;

/** Packages of a second architecture are common; a database that has none of the image's own is another image's. */
export function foreignArchitecture({ packages, image }: Inspected): readonly Refusal[] {
  const own = names.get(image.platform.architecture);
  if (own === undefined) return [];
  const system = packages.filter(({ type }) => type === 'deb' || type === 'rpm' || type === 'apk');
  const bound = system.filter(({ architecture = '' }) => !any.test(architecture));
  const [first] = bound;
  if (first === undefined || bound.some(({ architecture = '' }) => own.test(architecture))) return [];
  return [refusal(image.platform, first.architecture ?? '', first.path)];
}

function refusal({ architecture }: Platform, other: string, path: string): Refusal {
  const message = `/${path} is of ${other}, and the image for ${architecture}: it is not the database of what runs`;
  return { code: 'ambiguous', what: 'package database', path, message };
}
