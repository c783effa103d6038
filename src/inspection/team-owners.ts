// Who owns which part of an image: each finding carries the team of the layer it was made in.
import type { Finding } from '../terms/finding.ts';
import type { LayerKind } from './layer-kind.ts';

/** One line of `images.owners`. */
export interface LayerOwner {
  readonly layers: LayerKind | 'configuration';
  readonly team: string;
}

/** Findings about the configuration are the application's unless it has an owner of its own. */
export function withOwners(
  findings: readonly Finding[],
  kinds: readonly LayerKind[],
  owners: readonly LayerOwner[],
): readonly Finding[] {
  if (owners.length === 0) return findings;
  const teams = new Map<string, string>(owners.map(({ layers, team }) => [layers, team]));
  return findings.map((finding) => {
    const { where } = finding;
    const part = where.kind === 'layer' ? (kinds[where.layer] ?? 'app') : 'configuration';
    const team = teams.get(part) ?? (part === 'configuration' ? teams.get('app') : undefined);
    return team === undefined || finding.owner !== undefined ? finding : { ...finding, owner: team };
  });
}
