// docs/action.md: inputs and outputs out of action.yml, the rights of every surface, workflows beyond the README's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { permissions, type Route } from '../src/github/permissions.ts';
import { type Surface, surfaces } from '../src/github/publish.ts';

const file = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ description: z.string() })),
});

/** A call that the surface cannot do without. */
const callOf: Readonly<Record<Surface, Route>> = {
  check: 'POST /repos/{owner}/{repo}/check-runs',
  comment: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  status: 'POST /repos/{owner}/{repo}/statuses/{sha}',
  sarif: 'POST /repos/{owner}/{repo}/code-scanning/sarifs',
};

export function actionDocument(root: string): string {
  const { inputs, outputs } = file.parse(parse(readFileSync(join(root, 'action.yml'), 'utf8')));
  const rows = Object.entries(inputs).map(
    ([name, one]) =>
      `| \`${name}\` | ${cell(one.description)} | ${one.default === undefined ? '' : code(one.default)} |`,
  );
  const given = Object.entries(outputs).map(([name, one]) => `| \`${name}\` | ${cell(one.description)} |`);
  const rights = surfaces.map((one) => `| \`${one}\` | \`${permissions[callOf[one]]}\` |`);
  return `# The Action

Written by \`npm run build\` out of \`action.yml\`. The short way in is the [README](../README.md).

## Inputs

| input | what it is | default |
| --- | --- | --- |
${rows.join('\n')}

## Outputs

| output | what it is |
| --- | --- |
${given.join('\n')}

## Rights

Reading the base branch's policy needs \`contents: read\`; each surface one more. A right that is missing is named with its line
and never changes the verdict.

| surface | \`permissions:\` |
| --- | --- |
${rights.join('\n')}
${pages}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
}

function code(text: string): string {
  return `\`${text.trim().split('\n').join(', ')}\``;
}

const pages = `
## Images that a build names

| written | stands for |
| --- | --- |
| \`oci:build/*\`, \`oci-archive:out/*.tar\` | every layout or archive that matches |
| \`bake:metadata.json\` | what \`docker buildx bake --metadata-file\` wrote: what was built, by digest |
| \`bake:docker-bake.hcl\` | what \`docker buildx bake\` builds of it: \`default\` |
| \`bake:docker-bake.hcl+override.hcl#web+api\` | two files, the later one over the earlier, and two targets or groups |
| \`compose:compose.yaml\` | the image of every service; several files with \`+\` |

Variables are those of the job's environment; of Compose also those of the file \`.env\` beside the first file. A variable whose name
says a secret (such as \`…_TOKEN\` or \`…_PASSWORD\`) is never filled in: a change could send it to a host of its choice. In HCL
variables, groups, \`inherits\`, \`matrix\`, templates, the file's own functions and \`and\`, \`concat\`, \`equal\`, \`join\`, \`lower\`,
\`not\`, \`notequal\`, \`or\`, \`replace\`, \`split\`, \`trimspace\` and \`upper\` are read. What is not, such as \`for\`, another function,
or Compose's \`extends\` and \`include\`, is refused with its line: write what \`docker buildx bake --print\` or
\`docker compose config\` prints into a file, and name that.

## Changes from forks

A fork's token may only read. Its gate judges as every other and is red or green by its exit code; what it found is shown by a
second workflow, which runs with the base's rights and runs nothing of the change.

\`\`\`yaml
name: gate
on: [pull_request, merge_group]
permissions: { contents: read, checks: write, pull-requests: write }
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - uses: OWNER/seaworthy@COMMIT
        with: { image: "registry.example/app:1.2" }
      - if: always()
        uses: actions/upload-artifact@330a01c490aca151604b8cf639adc76d48f6c5d4 # v5.0.0
        with: { name: verdict, path: seaworthy-report/result.json }
\`\`\`

\`\`\`yaml
name: show the verdict
on: { workflow_run: { workflows: [gate], types: [completed] } }
permissions: { actions: read, checks: write, pull-requests: write }
jobs:
  show:
    if: github.event.workflow_run.head_repository.full_name != github.repository
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@018cc2cf5baa6db3ef3c5f8a56943fffe632ef53 # v6.0.0
        with:
          name: verdict
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}
      - uses: OWNER/seaworthy@COMMIT
        with: { mode: publish, verdict: result.json }
\`\`\`

What a stranger's run uploads is checked against itself, but it is the stranger's word: require the job of the gate, not the check
of this workflow.

## GitHub Enterprise Server

The Action speaks to \`GITHUB_API_URL\`, which the runner sets. \`node24\` asks for a runner of 2.327 or later. Where the server has no
code scanning, \`surfaces: sarif\` is answered with 403 or 404: the log says so and that \`sarif\` is to be left out, and the verdict
stands. Where \`seaworthy doctor\` is not shown rulesets, it says that who may pass by right is unknown. Keyless signing needs a
sigstore that believes the server's own issuer ([evidence.md](evidence.md)).
`;
