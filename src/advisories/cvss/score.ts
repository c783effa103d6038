// Base scores of CVSS vectors, whichever version wrote them.

import { scoreV2 } from './v2.ts';
import { scoreV3 } from './v3.ts';
import { scoreV4 } from './v4.ts';
import { parseVector } from './vector.ts';

/** 0 to 10 with one decimal; undefined where the text is no complete vector of a version that is known. */
export function scoreVector(text: string): number | undefined {
  const vector = parseVector(text);
  if (vector === undefined) return undefined;
  switch (vector.version) {
    case '2':
      return scoreV2(vector.metrics);
    case '3.0':
    case '3.1':
      return scoreV3(vector.metrics);
    case '4.0':
      return scoreV4(vector.metrics);
  }
}
