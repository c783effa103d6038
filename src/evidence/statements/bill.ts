// Bills of materials as claims: CycloneDX and SPDX.
import { renderCycloneDx } from '../../sbom/cyclonedx.ts';
import { renderSpdx } from '../../sbom/spdx.ts';
import type { Result, ScannedImage } from '../../terms/verdict.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import type { Claim } from './statement.ts';

/** As of the moment of judgement: the same result gives the same document. */
export function cycloneDxClaim(result: Result, image: ScannedImage): Claim {
  const options = { timestamp: result.snapshot.asOf, tool: result.tool, findings: result.findings };
  return { predicateType: predicateTypes.cyclonedx, predicate: JSON.parse(renderCycloneDx(image, options)) };
}

/** SPDX 2.3. */
export function spdxClaim(result: Result, image: ScannedImage): Claim {
  const options = { timestamp: result.snapshot.asOf, tool: result.tool };
  return { predicateType: predicateTypes.spdx, predicate: JSON.parse(renderSpdx(image, options)) };
}
