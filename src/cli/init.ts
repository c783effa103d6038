// `seaworthy init`: a commented policy that only observes, and a workflow of ten lines.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { starterCacheStep, starterPolicy, starterWorkflow } from '../gate/starter.ts';
import { writeWhole } from '../run/whole-file.ts';
import { UserError } from '../terms/errors.ts';
import type { CliCommand } from './command.ts';

const policyPath = '.github/seaworthy.yaml';
const workflowPath = '.github/workflows/seaworthy.yaml';

interface InitOptions {
  readonly image: string;
  readonly action: string;
  readonly force?: boolean;
}

export const init: CliCommand = {
  define(command, context) {
    command
      .option('--image <reference>', 'the image that the workflow judges', 'oci:build/image')
      .option('--action <owner/repo@sha>', 'the action, pinned by commit', 'OWNER/seaworthy@COMMIT')
      .option('--force', 'write over files that are there')
      .action((options: InitOptions) => {
        const files = new Map([
          [policyPath, starterPolicy(schemaAddress(options.action))],
          [workflowPath, starterWorkflow(options.action, options.image)],
        ]);
        for (const path of files.keys())
          refuseExisting(join(context.directory, path), path, options.force === true);
        for (const [path, text] of files) writeWhole(join(context.directory, path), text);
        context.print(explanation(options.action));
      });
  },
};

/** The schema of the very version that the workflow runs. */
function schemaAddress(action: string): string {
  const [repository = '', commit = ''] = action.split('@');
  return `https://raw.githubusercontent.com/${repository}/${commit}/schema/seaworthy.schema.json`;
}

function refuseExisting(file: string, path: string, force: boolean): void {
  if (force || !existsSync(file)) return;
  throw new UserError('usage', `${path} is there already`, 'Edit it, or write over it with --force.');
}

function explanation(action: string): string {
  const pin = action.includes('COMMIT')
    ? `Replace OWNER/seaworthy@COMMIT in ${workflowPath} by the action's commit.\n`
    : '';
  return `Wrote ${policyPath} and ${workflowPath}.

ATTENTION: the policy only observes (images.consider: observe). No finding stops a merge until you
change that line to «introduced» or «all»; every report says what would have failed.
${pin}
To keep advisories and layers between runs, add before the action:

${starterCacheStep()}`;
}
