// What a finding about an installed package names, and a waiver with it: its package URL without a version.
import { parsePurl, versionlessPurl } from '../../packages/purl.ts';

export function withoutVersion(purl: string): string {
  const parsed = parsePurl(purl);
  return parsed.kind === 'invalid' ? purl : versionlessPurl(parsed.purl);
}
