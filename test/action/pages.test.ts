// Pages about rules lead to the repository of the action that runs, and nowhere else.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { withPages } from '../../src/action/pages.ts';
import { pageUrl, projectUrl } from '../../src/terms/links.ts';
import { sample } from '../report/sample.ts';

const [finding] = sample.findings;
const result = (page: string): typeof sample => ({
  ...sample,
  findings: finding === undefined ? [] : [{ ...finding, details: { kind: 'fact', page } }],
});
const action = { serverUrl: 'https://github.example', actionRepository: 'acme/sea', actionRef: 'abc123' };
const pageOf = ({ findings }: typeof sample): unknown => {
  const details = findings[0]?.details;
  return details?.kind === 'fact' ? details.page : undefined;
};

test.each([
  [
    'docs/inspection.md#hardeninguser',
    'https://github.example/acme/sea/blob/abc123/docs/inspection.md#hardeninguser',
  ],
  [
    'policy-pack/rules/network/only/rule.md',
    'https://github.example/acme/sea/blob/abc123/policy-pack/rules/network/only/rule.md',
  ],
  ['https://elsewhere.example/page', 'https://elsewhere.example/page'],
  ['../../etc/passwd', '../../etc/passwd'],
  ['docs/a.md?x=https://b.example', 'docs/a.md?x=https://b.example'],
])('%s is shown as %s', (page, shown) => {
  expect(pageOf(withPages(result(page), action))).toBe(shown);
});

test('an action of the checkout has no address: the path stays', () => {
  const here = { ...action, actionRepository: undefined };
  expect(pageOf(withPages(result('docs/inspection.md'), here))).toBe('docs/inspection.md');
});

test('no address is made up: the project’s own is that of package.json', () => {
  const { repository } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  expect(projectUrl).toBe(repository?.url);
  expect(pageUrl('docs/policy.md')).toBe(
    projectUrl === undefined ? 'docs/policy.md' : `${projectUrl}/docs/policy.md`,
  );
});
