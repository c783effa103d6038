// Files of any understood kind → one stack: manifests and Pulumi states side by side.
import { UserError } from '../../src/terms/errors.ts';
import { jsonFault } from './json-guard.ts';
import { type ManifestFile, manifestCeiling, readManifests } from './manifests.ts';
import type { PulumiParts } from './pulumi-stack.ts';
import { buildStack, type Stack } from './stack.ts';
import { isState, readState } from './state.ts';

/** States nest deeper than manifests: inputs within resources within deployments. */
const stateDepth = 128;

/** Throws `UserError` `manifest`. A JSON file that is a Pulumi state or export is read as such. */
export function readStack(files: readonly ManifestFile[]): Stack {
  const states: PulumiParts[] = [];
  const manifests: ManifestFile[] = [];
  for (const file of files) {
    const state = parseState(file);
    if (state === undefined) {
      manifests.push(file);
      continue;
    }
    states.push(readState(state, file.file));
  }
  const read = readManifests(manifests);
  return buildStack(
    [...states, read].flatMap(({ resources }) => resources),
    [...states, read].flatMap(({ opaque }) => opaque),
    states.flatMap(({ foreign }) => foreign),
  );
}

function parseState({ file, text }: ManifestFile): unknown {
  if (text.length > manifestCeiling || !/^\s*\{/.test(text)) return undefined;
  if (!/"(?:deployment|checkpoint)"\s*:/.test(text)) return undefined;
  const fault = jsonFault(text, stateDepth);
  try {
    const json: unknown = JSON.parse(text);
    if (!isState(json)) return undefined;
    if (fault === undefined) return json;
    const line = text.slice(0, fault.offset).split('\n').length;
    throw new UserError('manifest', `${file}:${line}: ${fault.message}`, 'Export the state again.', {
      at: { file, line },
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // What is no JSON may be YAML; where the name says JSON, an export has been cut.
    if (!file.endsWith('.json')) return undefined;
    const line = text.trimEnd().split('\n').length;
    throw new UserError(
      'manifest',
      `${file} is no whole JSON: ${error.message}; it has ${line} lines`,
      'Export the state again.',
      { at: { file, line } },
    );
  }
}
