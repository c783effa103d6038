// What VEX statements of believed authors say of a finding in an image.
import { parsePurl } from '../../packages/purl.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { VexComponent, VexStatement } from './openvex-reading.ts';

export interface VexAnswer {
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it is believed, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly vex: 'not_affected' | 'fixed';
}

/** Products change: a statement is believed so long. */
const days = 90;

type Named = Pick<Image, 'digest' | 'indexDigest'>;

/**
 * The answer for a vulnerability when every package it concerns is said to be not affected or fixed. Of several
 * statements about a package the last said decides; of equal times the one that says «affected».
 */
export function vexAnswer(
  finding: Finding,
  image: Named,
  statements: readonly VexStatement[],
  now: Date,
): VexAnswer | undefined {
  const { details } = finding;
  if (details.kind !== 'vulnerability' || details.purls.length === 0) return undefined;
  const ids = new Set([finding.rule, ...details.ids]);
  const about = statements.filter(
    ({ vulnerability: { name, aliases = [] }, said }) =>
      [name, ...aliases].some((id) => ids.has(id)) && isCurrent(said, now),
  );
  const answers = details.purls.map((purl) => lastAbout(purl, image, about));
  const good = answers.flatMap((one) =>
    one?.status === 'not_affected' || one?.status === 'fixed' ? [{ ...one, status: one.status }] : [],
  );
  const [first] = [...good].sort((a, b) => (a.said < b.said ? -1 : 1));
  if (first === undefined || good.length < answers.length) return undefined;
  const why = [first.justification, first.impact_statement].filter((one) => one !== undefined).join(': ');
  return {
    reason: `VEX ${first.status}${why === '' ? '' : `: ${why}`}`,
    owner: first.author,
    vex: first.status,
    expires: new Date(Date.parse(first.said) + days * 86_400_000).toISOString().slice(0, 10),
  };
}

function isCurrent(said: string, now: Date): boolean {
  const age = now.getTime() - Date.parse(said);
  return age >= 0 && age <= days * 86_400_000;
}

function lastAbout(
  purl: string,
  image: Named,
  statements: readonly VexStatement[],
): VexStatement | undefined {
  return statements
    .filter((one) => isAbout(one, purl, image))
    .sort((a, b) => rank(a, b))
    .at(-1);
}

function rank(a: VexStatement, b: VexStatement): number {
  if (a.said !== b.said) return a.said < b.said ? -1 : 1;
  const weight = ({ status }: VexStatement): number =>
    status === 'not_affected' || status === 'fixed' ? 0 : 1;
  return weight(a) - weight(b);
}

function isAbout({ products = [] }: VexStatement, purl: string, image: Named): boolean {
  return products.some((product) => {
    const { subcomponents = [] } = product;
    if (!isImage(product, image)) return subcomponents.length === 0 && isPackage(product, purl);
    return subcomponents.length === 0 || subcomponents.some((one) => isPackage(one, purl));
  });
}

/** By digest only: a name or tag can stand for anything later. */
function isImage(component: VexComponent, { digest, indexDigest }: Named): boolean {
  const hash = new Map(Object.entries(component.hashes ?? {})).get('sha-256');
  const named = namesOf(component).flatMap((one) => {
    const parsed = parsePurl(one);
    return parsed.kind !== 'invalid' && parsed.purl.type === 'oci' ? (parsed.purl.version ?? []) : [];
  });
  return [...named, ...(hash === undefined ? [] : [`sha256:${hash}`])].some(
    (one) => one === digest || one === indexDigest,
  );
}

/** Type, namespace and name equal; a version and qualifiers that are stated must be the package's. */
function isPackage(component: VexComponent, purl: string): boolean {
  const own = parsePurl(purl);
  if (own.kind === 'invalid') return false;
  return namesOf(component).some((name) => {
    const said = parsePurl(name);
    if (said.kind === 'invalid') return false;
    const { type, namespace, name: called, version, qualifiers } = said.purl;
    if (type !== own.purl.type || namespace !== own.purl.namespace || called !== own.purl.name) return false;
    if (version !== undefined && version !== own.purl.version) return false;
    return [...qualifiers].every(([key, value]) => own.purl.qualifiers.get(key) === value);
  });
}

function namesOf({ '@id': id, identifiers = {} }: VexComponent): readonly string[] {
  const purl = new Map(Object.entries(identifiers)).get('purl');
  return [id, purl].filter((one) => one !== undefined);
}
