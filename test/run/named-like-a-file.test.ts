// Whoever means a folder and writes its bare path is told so before a registry is asked for it.
import { expect, test } from '@jest/globals';
import { openOutside } from '../../src/run/outside.ts';
import { readEnvironment } from '../../src/terms/environment.ts';

test.each([
  ['examples/quickstart', [expect.stringContaining('the folder here is oci:examples/quickstart.')]],
  ['examples/nowhere', []],
  ['oci:examples/quickstart', []],
])('%s', (reference, expected) => {
  const warnings: string[] = [];
  const silent = (): void => undefined;
  const outside = openOutside({
    environment: readEnvironment({ HOME: '/nowhere' }),
    clock: { now: () => new Date(0) },
    log: { debug: silent, info: silent, progress: silent, warn: (text) => warnings.push(text) },
    random: { bytes: (length) => new Uint8Array(length) },
    layerCache: false,
  });
  outside.openImage(reference);
  outside.close();
  expect(warnings).toEqual(expected);
});
