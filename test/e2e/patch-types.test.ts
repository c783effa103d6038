// Every patch in TypeScript compiles against @pulumi/kubernetes.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import type { Finding } from '../../src/terms/finding.ts';
import { ask, everyCase, resourcesOf, treesOf } from '../policy-pack/rules/cases.ts';

/** Kind → module of the SDK; every argument of its patch resource is optional. */
const modules = new Map([
  ['Pod', 'core.v1'],
  ['Namespace', 'core.v1'],
  ['Deployment', 'apps.v1'],
  ['StatefulSet', 'apps.v1'],
  ['PodDisruptionBudget', 'policy.v1'],
  ['HorizontalPodAutoscaler', 'autoscaling.v2'],
  ['PersistentVolume', 'core.v1'],
  ['PersistentVolumeClaim', 'core.v1'],
  ['StorageClass', 'storage.v1'],
]);

test('patches in TypeScript', () => {
  const lines = ["import type * as k8s from '@pulumi/kubernetes';"];
  for (const [, rule, one] of everyCase) {
    for (const finding of ask([rule], one).findings) {
      const text = patchOf(finding);
      const index = Number(finding.subject.slice(finding.subject.lastIndexOf('::r') + 3));
      const kind = resourcesOf(treesOf(one))[index]?.kind ?? '';
      if (text === undefined) continue;
      lines.push(
        `export const p${lines.length}: k8s.${modules.get(kind)}.${kind}PatchArgs = ${text.trim()};`,
      );
    }
  }
  expect(lines.length).toBeGreaterThan(25);
  const work = mkdtempSync(join(tmpdir(), 'seaworthy-patches-'));
  try {
    symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(work, 'node_modules'));
    const file = join(work, 'patches.ts');
    writeFileSync(file, lines.join('\n'));
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    const told = ts
      .getPreEmitDiagnostics(program)
      .map(
        (one) =>
          `${ts.flattenDiagnosticMessageText(one.messageText, ' ')} ${one.file?.text.slice(one.start, (one.start ?? 0) + 80)}`,
      );
    expect(told).toEqual([]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}, 120_000);

function patchOf({ details }: Finding): string | undefined {
  return details.kind === 'fact' ? details.patch?.typescript : undefined;
}
