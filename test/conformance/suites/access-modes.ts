// Volume plug-ins and access modes: each cell as a volume that lists the mode, and each pair of volume modes as a claim.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourceOf } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import type { Tree } from '../../../policy-pack/model/tree.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import { rule } from '../../../policy-pack/rules/storage/access-mode/rule.ts';
import type { Suite } from '../suite.ts';

interface Table {
  readonly modes: Readonly<Record<string, string>>;
  readonly plugins: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly volumeModeBinding: readonly {
    readonly pv: string;
    readonly pvc: string;
    readonly binds: boolean;
  }[];
}

const wanted: Readonly<Record<string, string>> = { yes: 'pass', no: 'fail', driver: 'unknown' };

export const suite: Suite = {
  name: 'access-modes',
  run: async (folder) => {
    const table: Table = JSON.parse(readFileSync(join(folder, 'access-modes.json'), 'utf8'));
    const failures: string[] = [];
    let total = 0;
    for (const [name, plugin] of Object.entries(table.plugins)) {
      for (const [short, mode] of Object.entries(table.modes)) {
        total += 1;
        const source = { [plugin.field ?? '']: { driver: 'a.driver.nobody.knows' } };
        const said = verdictOf([volume({ ...source, accessModes: [mode] })]);
        const expected = wanted[plugin[short] ?? ''];
        if (said !== expected) failures.push(`${name} ${short}: ${said}, not ${expected}`);
      }
    }
    for (const { pv, pvc, binds } of table.volumeModeBinding) {
      total += 1;
      const said = verdictOf([
        volume({ nfs: { server: 'nfs', path: '/' }, accessModes: ['ReadWriteMany'], ...modeOf(pv) }),
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'claim', namespace: 'shop' },
          spec: { volumeName: 'volume', accessModes: ['ReadWriteMany'], ...modeOf(pvc) },
        },
      ]);
      if (said !== (binds ? 'pass' : 'fail')) failures.push(`volume ${pv}, claim ${pvc}: ${said}`);
    }
    return { passed: total - failures.length, total, failures };
  },
};

function modeOf(mode: string): { readonly volumeMode?: string } {
  return mode === 'unspecified' ? {} : { volumeMode: mode };
}

function volume(spec: Readonly<Record<string, Tree>>): Tree {
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'volume' }, spec };
}

function verdictOf(trees: readonly Tree[]): string {
  const resources = trees.flatMap(
    (tree, index) => resourceOf(tree, { kind: 'urn', urn: `${index}`, parents: [] }) ?? [],
  );
  const { outcomes } = evaluate(buildStack(resources), stackPolicy(new Map()), { rules: [rule] });
  const kinds = new Set(outcomes.map((outcome) => outcome.kind));
  return kinds.has('fail') ? 'fail' : kinds.has('unknown') ? 'unknown' : 'pass';
}
