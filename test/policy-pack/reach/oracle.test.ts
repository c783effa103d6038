import { describe, expect, test } from '@jest/globals';
import { disagreementOn } from './agreement.ts';

describe('the algebra and a packet-by-packet evaluation', () => {
  test('agree on every sampled packet of random stacks', () => {
    const found = Array.from({ length: 30 }, (_, seed) => disagreementOn(seed)).filter(
      (item) => item !== undefined,
    );
    expect(found).toEqual([]);
  });
});
