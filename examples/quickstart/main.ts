// `npm run quickstart`: the tour. Each step is a command that you can type yourself.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { breakImage, prepareSigning, swapImages } from './evidence.ts';

const root = resolve(import.meta.dirname, '../..');
const here = 'examples/quickstart';
const reports = join(root, 'out/quickstart');
/** The sample's advisories end in October 2026; the tour always judges as of this day. */
const day = '2026-10-22';

interface Step {
  readonly say: string;
  readonly args: readonly string[];
  /** Exit code that the step must end with. */
  readonly exit: number;
  /** What happens before. */
  readonly first?: () => void;
}

const sample = ['--advisories', `${here}/advisories`, '--as-of', day];
const out = (name: string): string[] => ['--output', relative(root, join(reports, name))];

const made = (name: string): string => relative(root, join(reports, name));
const shown = 'registry.example/shop/app';
const shopFolder = 'examples/three-tier';
const [tiers, pullRequest] = [`${shopFolder}/manifests`, `${shopFolder}/pull-request`];
const shop = ['stack', tiers, '--policy', `${shopFolder}/certified.yaml`];
const opening = ['reach', 'diff', tiers, tiers, pullRequest];
const trust = ['--key', made('key.pub'), '--certificate', '--name', shown, '--as-of', day];

const steps: readonly Step[] = [
  {
    say: 'What is in the image, and what is known about it.',
    args: ['scan', `oci:${here}/image:1.0`, ...sample],
    exit: 0,
  },
  {
    say: 'May it be merged, is it fit to run? A policy decides; without a file, defaults that are printed.',
    args: ['gate', `oci:${here}/image:1.0`, ...sample],
    exit: 1,
  },
  {
    say: 'A key that a later step of the build deleted: whoever can pull the image still gets its layer.',
    args: ['scan', `oci:${here}/image:1.0`, ...sample, '--explain', 'secrets/private-key'],
    exit: 0,
  },
  {
    say: 'A vulnerability, explained.',
    args: ['scan', `oci:${here}/image:1.0`, ...sample, '--explain', 'CVE-2021-44906'],
    exit: 0,
  },
  {
    say: 'Version 1.1 was built without the key and with newer packages: refused no longer.',
    args: ['gate', `oci:${here}/image:1.1`, ...sample],
    exit: 0,
  },
  {
    say: 'The same verdict for machines: the result itself …',
    args: ['gate', `oci:${here}/image:1.1`, ...sample, '--format', 'json', ...out('result.json')],
    exit: 0,
  },
  {
    say: '… SARIF for code scanning …',
    args: ['gate', `oci:${here}/image:1.0`, ...sample, '--format', 'sarif', ...out('gate.sarif')],
    exit: 1,
  },
  {
    say: '… a summary in Markdown …',
    args: ['gate', `oci:${here}/image:1.0`, ...sample, '--format', 'markdown', ...out('summary.md')],
    exit: 1,
  },
  {
    say: '… and the bill of materials, in CycloneDX and in SPDX.',
    args: ['scan', `oci:${here}/image:1.1`, ...sample, '--format', 'cyclonedx', ...out('sbom.cdx.json')],
    exit: 0,
  },
  {
    say: '',
    args: ['scan', `oci:${here}/image:1.1`, ...sample, '--format', 'spdx', ...out('sbom.spdx.json')],
    exit: 0,
  },
  {
    say: 'A shop would run version 1.1; its stack gate asks every image for a certificate, and there is none.',
    first: () => prepareSigning(join(root, here, 'image'), reports),
    args: [...shop, '--as-of', day],
    exit: 1,
  },
  {
    say: 'What passed is signed: with a throw-away key, into a copy of the image, and with its certificate.',
    args: ['sign', `oci:${made('signed')}:1.1`, ...sample, '--key', made('key.pem'), '--name', shown],
    exit: 0,
  },
  {
    say: 'Is it believed? Signature, certificate, grade, and all of it on that day.',
    args: ['verify', `oci:${made('signed')}:1.1`, ...trust, '--minimum-grade', 'B'],
    exit: 0,
  },
  {
    say: 'Now the shop may be deployed; a week later it would be asked for a new certificate …',
    args: [...shop, '--as-of', day],
    exit: 0,
  },
  {
    say: '',
    args: [...shop, '--as-of', '2026-10-30', '--quiet'],
    exit: 1,
  },
  {
    say: 'A pull request opens the shop’s database to the internet. What it opens …',
    args: [...opening],
    exit: 0,
  },
  {
    say: '… which rules let it …',
    args: ['reach', 'why', '1.1.1.1', 'db:5432', tiers, pullRequest],
    exit: 0,
  },
  {
    say: '… what stops it …',
    args: [
      'stack',
      tiers,
      pullRequest,
      '--base',
      tiers,
      '--policy',
      `${shopFolder}/seaworthy.yaml`,
      '--as-of',
      day,
    ],
    exit: 1,
  },
  {
    say: '… and the picture, with what is new in red.',
    args: [...opening, '--format', 'svg', ...out('reach.svg')],
    exit: 0,
  },
  {
    say: 'A copy in which somebody put the refused version under the signed tag …',
    first: () => swapImages(reports),
    args: ['verify', `oci:${made('swapped')}:1.1`, ...trust],
    exit: 1,
  },
  {
    say: '… and one in which a single byte was changed.',
    first: () => breakImage(reports),
    args: ['verify', `oci:${made('broken')}:1.1`, ...trust],
    exit: 1,
  },
];

/** Runs the tour; returns 0 only when every step ended as the tour says. */
function tour(): number {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  console.log(`Seaworthy, the tour. Nothing leaves this machine; the sample is judged as of ${day}.\n`);
  const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const dim = (text: string): string => (color ? `\u001b[2m${text}\u001b[0m` : text);
  let told = 0;
  for (const step of steps) {
    step.first?.();
    // A second command of the same step says nothing of its own.
    if (step.say !== '') console.log(`${++told}. ${step.say}`);
    console.log(dim(`   $ seaworthy ${step.args.join(' ')}`));
    const done = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...step.args], {
      cwd: root,
      env: { ...process.env, ...(color ? { FORCE_COLOR: '1' } : {}), SEAWORTHY_HOME: join(reports, 'home') },
      encoding: 'utf8',
    });
    const printed = `${done.stdout}${done.stderr}`.trimEnd();
    if (printed !== '') console.log(printed.replaceAll(/^/gm, '   '));
    if (done.status !== step.exit) {
      console.error(`\nThe tour stops here: exit code ${done.status}, expected ${step.exit}.`);
      return 1;
    }
    console.log(dim(`   exit code ${done.status}\n`));
  }
  console.log(`Reports: ${relative(root, reports)}/`);
  return 0;
}

process.exitCode = tour();
