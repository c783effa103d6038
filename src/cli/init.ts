// `seaworthy init`: a commented policy that only observes, and a workflow of ten lines.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { starterCacheStep, starterPolicy, starterWorkflow } from '../gate/starter.ts';
import { parseReference } from '../oci/reference.ts';
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
        checkNames(options);
        const files = new Map([
          [policyPath, starterPolicy(schemaAddress(options.action))],
          [workflowPath, starterWorkflow(options.action, options.image)],
        ]);
        for (const path of files.keys())
          refuseExisting(join(context.directory, path), path, options.force === true);
        for (const [path, text] of files) writeWhole(join(context.directory, path), text);
        context.print(explanation(options));
      });
  },
};

/** A workflow that names what cannot be would fail on GitHub only. Errors: `UserError` usage, reference. */
function checkNames({ action, image }: InitOptions): void {
  if (!/^[\w.-]+(?:\/[\w.-]+)+@[\w./-]+$/.test(action)) {
    const fix = 'Write OWNER/REPOSITORY@COMMIT, such as acme/seaworthy@ and the 40 digits of a commit.';
    throw new UserError('usage', `${JSON.stringify(action)} names no action`, fix);
  }
  if (!/^(?:bake|compose):.|\*/.test(image)) parseReference(image);
}

/** The schema of the very version that the workflow runs. */
function schemaAddress(action: string): string {
  const [repository = '', commit = ''] = action.split('@');
  return `https://raw.githubusercontent.com/${repository}/${commit}/schema/seaworthy.schema.json`;
}

function refuseExisting(file: string, path: string, force: boolean): void {
  if (force || !existsSync(file)) return;
  throw new UserError('usage', `${path} is there already`, 'Edit it, or write over it with --force.');
}

function explanation({ action, image }: InitOptions): string {
  const pin = action.includes('COMMIT')
    ? `\nIn both files, replace OWNER/seaworthy and COMMIT by the action's repository and commit.\n`
    : '';
  return `Wrote ${policyPath} and ${workflowPath}.

ATTENTION: the policy only observes (images.consider: observe). No finding stops a merge until you
change that line to «introduced» or «all»; every report says what would have failed.
${pin}
The workflow builds no image: ${image} must be there when it runs. ${origin(image)}

To keep advisories and layers between runs, add before the action:

${starterCacheStep()}
Then: \`seaworthy doctor\` says whether the gate could be bypassed. A red gate stops a merge only where a
ruleset of the branch requires the check of the job «gate», by GitHub Actions.
`;
}

/** How an image of this kind comes to be there. */
function origin(image: string): string {
  const [, kind, path = ''] = /^(oci|oci-archive|docker-archive):([^:]+)/.exec(image) ?? [];
  const build = (command: string): string =>
    `Add before the action, and after\nwhat sets up your build:\n\n      - run: ${command}`;
  if (kind === 'oci') return build(`docker buildx build --output type=oci,tar=false,dest=${path} .`);
  if (kind === 'oci-archive') return build(`docker buildx build --output type=oci,dest=${path} .`);
  if (kind === 'docker-archive') return build(`docker buildx build --output type=docker,dest=${path} .`);
  return 'Push it\nbefore, or judge what a step before has built: --image oci:build/image.';
}
