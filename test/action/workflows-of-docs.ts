// Every whole workflow that README and docs show, with the page it stands on.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export const shownWorkflows: readonly (readonly [page: string, text: string])[] = [
  'README.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
]
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
      ([, text = '']): readonly [string, string] => [page, text],
    ),
  )
  .filter(([, text]) => text.includes('\njobs:'));
