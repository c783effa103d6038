// The options by which commands are told of a TUF mirror: whom to trust and where to sign come from it.
import type { Command } from 'commander';
import type { TufWish } from '../run/evidence/trusted-root.ts';

export interface TufOptions {
  readonly tufUrl?: string;
  readonly tufRoot?: string;
}

export function addTufOptions(command: Command): Command {
  return command
    .option('--tuf-url <url>', 'TUF mirror of another sigstore, asked for its trusted root and services')
    .option('--tuf-root <file>', 'its root.json, to start from');
}

export function tufWish({ tufUrl: url, tufRoot: root }: TufOptions): { readonly tuf?: TufWish } {
  if (url === undefined && root === undefined) return {};
  return { tuf: { ...(url !== undefined && { url }), ...(root !== undefined && { root }) } };
}
