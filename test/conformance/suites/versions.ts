// Version orders: every line of every family, forwards and backwards, and the strict Debian rule.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alpine } from '../../../src/packages/versions/alpine.ts';
import { debian } from '../../../src/packages/versions/debian.ts';
import { maven } from '../../../src/packages/versions/maven.ts';
import { nuget } from '../../../src/packages/versions/nuget.ts';
import type { VersionOrder } from '../../../src/packages/versions/order.ts';
import { packagist } from '../../../src/packages/versions/packagist.ts';
import { pypi } from '../../../src/packages/versions/pypi.ts';
import { rpm } from '../../../src/packages/versions/rpm.ts';
import { rubygems } from '../../../src/packages/versions/rubygems.ts';
import { semver } from '../../../src/packages/versions/semver.ts';
import type { Suite } from '../suite.ts';

const families = new Map<string, VersionOrder>([
  ['alpine', alpine],
  ['debian', debian],
  ['maven', maven],
  ['nuget', nuget],
  ['packagist', packagist],
  ['pypi', pypi],
  ['redhat', rpm],
  ['rubygems', rubygems],
  ['semver', semver],
]);

export const suite: Suite = {
  name: 'versions',
  async run(folder) {
    const files: { file: string }[] = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8'));
    const failures: string[] = [];
    let total = 0;
    for (const { file } of files) {
      const order = families.get(file.slice(0, file.indexOf('-')));
      if (order === undefined) throw new Error(`${file}: no version order for this family`);
      for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
        if (line === '' || line.startsWith('# ') || line.startsWith('// ')) continue;
        total += 1;
        const [a = '', sign = '', b = ''] = line.split(' ');
        const want = ['<', '=', '>'].indexOf(sign) - 1;
        const got = order.compare(a, b);
        const back = order.compare(b, a);
        if (got !== want || back !== (want === 0 ? 0 : -want))
          failures.push(`${file}: ${line} (${got}, back ${back})`);
      }
    }
    return { passed: total - failures.length, total, failures };
  },
};
