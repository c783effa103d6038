// Damaged content in a registry is never taken as whole.
import { openHttpClient } from '../../../src/http/client.ts';
import { damageOf, isRefused } from '../../oci/corruption.ts';
import { startRegistry } from '../../oci/loopback-registry.ts';
import { jumpingPace } from '../../oci/reading.ts';
import type { Harness } from '../harness.ts';

export const harness: Harness = {
  name: 'registry',
  async run(seed) {
    const registry = await startRegistry();
    const client = openHttpClient({ pace: jumpingPace() });
    try {
      const damage = damageOf(seed);
      if (await isRefused(registry, client, damage)) return;
      throw new Error(`a ${damage.what} in ${damage.digest} was accepted`);
    } finally {
      client.close();
      await registry.close();
    }
  },
};
