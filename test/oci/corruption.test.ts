// Of a thousand damaged images none is taken as whole.
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { damageOf, isRefused } from './corruption.ts';
import { startRegistry } from './loopback-registry.ts';
import { jumpingPace } from './reading.ts';

test('1,000 bit flips, cuts and swaps of manifest, configuration and layers: none is accepted', async () => {
  const registry = await startRegistry();
  const client = openHttpClient({ pace: jumpingPace() });
  const accepted: number[] = [];
  try {
    for (let seed = 1; seed <= 1000; seed += 1) {
      if (!(await isRefused(registry, client, damageOf(seed)))) accepted.push(seed);
    }
  } finally {
    client.close();
    await registry.close();
  }
  expect(accepted).toEqual([]);
}, 60_000);
