// Every committed file that is derived from the sources, apart from dist/: path from the root → bytes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { policyFiles } from '../src/gate/schema-files.ts';
import { renderRuleReference } from '../src/inspection/rule-reference.ts';
import { inspectionRules } from '../src/inspection/rules.ts';
import { resultJsonSchema } from '../src/report/schema/result.ts';
import { parsing } from '../src/run/policy/parsing.ts';
import { actionDocument } from './action-document.ts';
import { coverageDocument } from './coverage.ts';
import { buildSample } from './sample.ts';
import { supportDatesDocument } from './support-dates.ts';
import { threeTier } from './three-tier.ts';

const root = resolve(import.meta.dirname, '..');

/** Pure in its effect: returns what should be there, writes nothing in the checkout. */
export async function generated(): Promise<ReadonlyMap<string, Buffer>> {
  const texts = new Map([
    ...policyFiles(parsing.sections ?? []),
    ['schema/result.schema.json', resultJsonSchema()] as const,
    ['docs/action.md', actionDocument(root)] as const,
    ['docs/coverage.md', coverageDocument()] as const,
    ['docs/support-dates.md', supportDatesDocument()] as const,
    ['docs/inspection.md', renderRuleReference(inspectionRules)] as const,
    ...threeTier(root),
  ]);
  return new Map([...[...texts].map(([path, text]) => [path, Buffer.from(text)] as const), ...sample()]);
}

function sample(): Map<string, Buffer> {
  const work = mkdtempSync(join(tmpdir(), 'seaworthy-sample-'));
  try {
    buildSample(join(root, 'examples/quickstart'), join(work, 'image'));
    const files = readdirSync(work, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return new Map(
      files.sort().map((file) => [join('examples/quickstart', relative(work, file)), readFileSync(file)]),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
