// A policy is parsed by as much of the program as it needs, and says the same as by all of it.
import { expect, test } from '@jest/globals';
import { loadPolicy } from '../../../src/run/policy/files.ts';
import { policyInForce } from '../../../src/run/policy/load.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';
import { outside } from '../../e2e/evidence-outside.ts';

const now = new Date('2026-11-25T00:00:00Z');
const inForce = (text: string) => policyInForce({ file: 'seaworthy.yaml', text }, now, outside);
const byAll = (text: string) =>
  loadPolicy({ file: 'seaworthy.yaml', text }, { ...parsing, now }, undefined, () => {
    throw new Error('extends nothing');
  });

test.each([
  ['images alone', 'version: 1\nimages: { grade: { minimum: C }, sign: { keyless: {} } }\n'],
  ['a stack too', 'version: 1\nimages: { consider: all }\nstack: { network: { defaultDeny: [ingress] } }\n'],
  ['a stack whose key is escaped', 'version: 1\n"st\\x61ck": { rules: { "network/default-deny": warn } }\n'],
])('%s: the same policy, of the same digest', async (_, text) => {
  const [one, all] = [await inForce(text), await byAll(text)];
  expect(one).toEqual(all);
  expect([...one.policy.sections.keys()].length).toBeGreaterThan(0);
});

test.each([
  ['a key misspelt', 'version: 1\nstak: {}\n'],
  ['a stack rule that is none', 'version: 1\nstack: { rules: { "network/default-den": warn } }\n'],
  ['an image rule that is none', 'version: 1\nimages: { rules: { "secrets/private-kee": block } }\n'],
  ['an empty stack', 'version: 1\nstack: {}\n'],
])('%s: the same message', async (_, text) => {
  const message = await byAll(text).then(String, (error: unknown) => error);
  expect(message).toBeInstanceOf(Error);
  await expect(inForce(text)).rejects.toEqual(message);
});
