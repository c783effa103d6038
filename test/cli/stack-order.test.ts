// `seaworthy stack` says the same of the same stack, in whatever order a state lists it and files are named.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { openSurroundings } from './surroundings.ts';

const example = resolve(import.meta.dirname, '../../examples/three-tier/manifests');
/** The shop with what it must not have, so that there is something to put in order. */
const documents: readonly { readonly apiVersion: string; readonly kind: string }[] = readdirSync(example)
  .sort()
  .flatMap((file) => parseAllDocuments(careless(readFileSync(join(example, file), 'utf8'))))
  .map((document) => document.toJS());

function careless(text: string): string {
  return text
    .replaceAll('allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true')
    .replaceAll('drop: [ALL]', 'drop: [CHOWN]');
}

const others = ['kubernetes:helm.sh/v3:Release', 'kubernetes:helm.sh/v4:Chart', 'aws:s3/bucket:Bucket'];
const records = [
  ...documents.map((inputs, index) => {
    const version = inputs.apiVersion === 'v1' ? 'core/v1' : inputs.apiVersion;
    return { type: `kubernetes:${version}:${inputs.kind}`, name: `r${index}`, inputs };
  }),
  ...others.map((type, index) => ({ type, name: `o${index}`, inputs: { acl: 'public-read' } })),
].map(({ type, name, inputs }) => ({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, inputs }));

const orders = <T>(items: readonly T[]) =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

describe('the same stack in another order', () => {
  test.each(['text', 'json', 'sarif', 'markdown'])('a state, as %s: the same bytes', async (format) => {
    const { run, directory } = openSurroundings();
    const judge = async (resources: readonly unknown[]): Promise<string> => {
      writeFileSync(join(directory, 'state.json'), JSON.stringify({ version: 3, deployment: { resources } }));
      const { code, out } = await run('stack', join(directory, 'state.json'), '--all', '--format', format);
      return `${code}\n${out}`;
    };
    const expected = await judge(records);
    expect(expected).toContain('allow-privilege-escalation');
    await fc.assert(
      fc.asyncProperty(orders(records), async (shuffled) => {
        expect(await judge(shuffled)).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  test('manifests, a file each: the same findings and verdict', async () => {
    const { run, directory } = openSurroundings();
    const files = documents.map((document, index) => {
      writeFileSync(join(directory, `${index}.yaml`), stringify(document));
      return join(directory, `${index}.yaml`);
    });
    const judge = async (paths: readonly string[]): Promise<unknown> => {
      const { stack, ...rest } = JSON.parse((await run('stack', ...paths, '--format', 'json')).out);
      return { ...rest, stack: { ...stack, source: '' } };
    };
    const expected = await judge(files);
    await fc.assert(
      fc.asyncProperty(orders(files), async (shuffled) => {
        expect(await judge(shuffled)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  test('documents of one file: the same findings but for their lines', async () => {
    const { run, directory } = openSurroundings();
    const judge = async (list: readonly unknown[]): Promise<readonly unknown[]> => {
      writeFileSync(join(directory, 'all.yaml'), list.map((one) => stringify(one)).join('---\n'));
      const { findings } = JSON.parse(
        (await run('stack', join(directory, 'all.yaml'), '--format', 'json')).out,
      );
      return findings.map((one: { where: object }) => ({ ...one, where: { ...one.where, line: 0 } }));
    };
    const expected = await judge(documents);
    expect(expected.length).toBeGreaterThan(3);
    await fc.assert(
      fc.asyncProperty(orders(documents), async (shuffled) => {
        expect(await judge(shuffled)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
