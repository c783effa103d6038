// Which findings belong to which image, and what an image is called from one build to the next.
import { platformName } from '../terms/image.ts';
import type { JudgedFinding, Result, ScannedImage } from '../terms/verdict.ts';

export interface ImageFindings {
  readonly image: ScannedImage;
  readonly findings: readonly JudgedFinding[];
}

/**
 * The findings of each image, in the order of the result. A package or layer that several images share brings its
 * findings to each; one that no image claims stays with the first, so that nothing is lost.
 */
export function findingsByImage(result: Result): readonly ImageFindings[] {
  const [first, ...others] = result.images;
  if (first === undefined) return [];
  if (others.length === 0) return [{ image: first, findings: result.findings }];
  const traits = result.images.map(traitsOf);
  const owners = result.findings.map((finding) => {
    const claims = traits.map((trait) => claimsOf(finding, trait));
    return claims.some(Boolean) ? claims : claims.map((_claim, index) => index === 0);
  });
  return result.images.map((image, at) => ({
    image,
    findings: result.findings.filter((_finding, index) => owners[index]?.[at] === true),
  }));
}

/** `registry/repository` without tag and digest; local sources keep their scheme: `oci:build/web`. */
export function stableName(reference: string): string {
  const scheme = /^(?:oci|oci-archive|docker-archive|docker-daemon):/.exec(reference)?.[0] ?? '';
  const [rest = ''] = reference.slice(scheme.length).split('@');
  const colon = rest.lastIndexOf(':');
  return scheme + (colon > rest.lastIndexOf('/') ? rest.slice(0, colon) : rest);
}

/** Name and platform: `registry/repository linux/amd64`. */
export function imageTitle(image: ScannedImage): string {
  return `${image.reference} ${platformName(image.platform)}`;
}

interface Traits {
  readonly reference: string;
  readonly purls: ReadonlySet<string>;
  readonly layers: ReadonlySet<string>;
}

function traitsOf(image: ScannedImage): Traits {
  return {
    reference: image.reference,
    purls: new Set(image.packages.map((item) => item.purl)),
    layers: new Set(image.layers.map((layer) => layer.digest)),
  };
}

function claimsOf(finding: JudgedFinding, traits: Traits): boolean {
  if (finding.image !== undefined) return finding.image === traits.reference;
  if (finding.details.kind !== 'fact') return finding.details.purls.some((purl) => traits.purls.has(purl));
  if (finding.where.kind === 'layer') return traits.layers.has(finding.where.digest);
  return finding.subject === traits.reference;
}
