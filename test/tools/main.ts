// `node test/tools/main.ts [NAME…]`: makes the tools of the heavier suites, one after the other.
import { act } from './act.ts';
import { actionlint } from './actionlint.ts';
import { fulcio } from './fulcio.ts';
import { olareg } from './olareg.ts';
import { osvScanner } from './osv-scanner.ts';
import { pulumi } from './pulumi.ts';
import { pulumiYaml } from './pulumi-yaml.ts';
import { rekor } from './rekor.ts';
import { rekorV1, trillianServer, trillianSigner } from './rekor-v1.ts';
import { sarifMultitool } from './sarif-multitool.ts';
import { cosign2, cosign3, oras, sigstoreGo } from './sigstore-clients.ts';
import { sigstorePython } from './sigstore-python.ts';
import { spdxTools } from './spdx-tools.ts';
import { ensureTool, type Tool } from './tool.ts';
import { vaultTransit } from './vault-transit.ts';

const tools: readonly Tool[] = [
  cosign2,
  cosign3,
  sigstoreGo,
  oras,
  olareg,
  actionlint,
  act,
  fulcio,
  rekor,
  vaultTransit,
  sigstorePython,
  pulumi,
  pulumiYaml,
  spdxTools,
  sarifMultitool,
];

/** Made only when named: they take long, and only runs on demand want them. */
const onDemand: readonly Tool[] = [osvScanner, rekorV1, trillianServer, trillianSigner];

const asked = process.argv.slice(2);
let failed = 0;
const wanted =
  asked.length === 0 ? tools : [...tools, ...onDemand].filter(({ name }) => asked.includes(name));
for (const tool of wanted) {
  const started = performance.now();
  try {
    const path = ensureTool(tool);
    console.log(
      `${tool.name} ${tool.version}: ${path} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
    );
  } catch (error) {
    failed += 1;
    console.error(`${tool.name} ${tool.version}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
if (failed > 0) console.error(`failed: ${failed} tools`);
process.exitCode = failed === 0 ? 0 : 1;
