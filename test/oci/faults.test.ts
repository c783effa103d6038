// Pulls from a registry that fails often still succeed, and never ask before Retry-After.
import { expect, test } from '@jest/globals';
import { openHttpClient } from '../../src/http/client.ts';
import { openSource } from '../../src/oci/open-source.ts';
import { parseReference } from '../../src/oci/reference.ts';
import { startRegistry } from './loopback-registry.ts';
import { counting, jumpingPace, seeded } from './reading.ts';
import { sampleImage } from './sample-image.ts';

test('of 200 pulls at 20 % 503, 5 % cut blobs and 429, at least 198 succeed; none comes before Retry-After', async () => {
  const random = seeded(20260101);
  const pace = jumpingPace(seeded(7));
  let notBefore = 0;
  let early = 0;
  const image = sampleImage([Buffer.from(Array.from({ length: 200_000 }, () => random() * 256)), 'small']);
  const registry = await startRegistry({
    before(request, response) {
      if (pace.now() < notBefore) early += 1;
      const dice = random();
      if (dice < 0.2) {
        response.statusCode = 503;
        response.end();
        return true;
      }
      if (dice < 0.25) {
        response.statusCode = 429;
        const seconds = 1 + Math.floor(random() * 20);
        notBefore = pace.now() + seconds * 1000;
        response.setHeader('retry-after', seconds);
        response.end();
        return true;
      }
      if (dice < 0.3 && request.url?.includes('/blobs/') === true) {
        const blob = image.blobs.get(`sha256:${request.url.slice(-64)}`);
        if (blob === undefined || request.headers.range !== undefined) return false;
        response.setHeader('content-length', blob.length);
        response.write(blob.subarray(0, blob.length / 2), () => response.destroy());
        return true;
      }
      return false;
    },
  });
  registry.add(image, 'latest');
  let succeeded = 0;
  try {
    for (let pull = 0; pull < 200; pull += 1) {
      const client = openHttpClient({ pace });
      const request = counting({ concurrency: 1 });
      const source = openSource(parseReference(`${registry.host}/team/app`), { client, now: pace.now });
      const set = await source.read(request).catch(() => undefined);
      if (set?.refusals.length === 0 && set.layers.size === 2) succeeded += 1;
      client.close();
    }
  } finally {
    await registry.close();
  }
  expect(succeeded).toBeGreaterThanOrEqual(198);
  expect(early).toBe(0);
  expect(registry.requests.some(({ headers }) => headers.range !== undefined)).toBe(true);
}, 60_000);
