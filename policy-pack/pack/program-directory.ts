// Where the program stands that the pack judges: its policy file is looked for there.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The engine starts a program file in the program's directory. Language hosts may start a directory pack in the pack's
 * own: then the place where the CLI was called, or the nearest folder above it with a Pulumi.yaml, is the program's.
 * Undefined: nobody can tell, and the pack's configuration has to name the policy file.
 */
export function programDirectory(cwd: string, called: string | undefined): string | undefined {
  if (!existsSync(join(cwd, 'PulumiPolicy.yaml'))) return cwd;
  if (called === undefined) return undefined;
  for (let folder = called; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'Pulumi.yaml'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
