// The built-in dates of support against those of endoflife.date: what differs is named.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSupportDates } from '../../src/advisories/support-dates.ts';
import { builtInSupport } from '../../src/advisories/support-facts.ts';
import { runtimeSupport } from '../../src/inspection/hardening/runtime-support.ts';

const file = join(resolve(process.env.SEAWORTHY_ADVISORIES ?? '../shared/advisories'), 'eol.json');
const real = existsSync(file) || process.env.CI !== undefined ? describe : describe.skip;

real('built-in support dates', () => {
  test('are those of endoflife.date, and hold every release of it that still had support on their day', () => {
    const stated = parseSupportDates(readFileSync(file, 'utf8'), file);
    const differences: string[] = [];
    for (const [product, cycles] of builtInSupport) {
      const theirs = new Map(stated.get(product)?.map((one) => [one.cycle, one]));
      const ours = new Map(cycles.map((one) => [one.cycle, one]));
      for (const [cycle, one] of ours) {
        const other = theirs.get(cycle);
        if (one.ends !== other?.ends)
          differences.push(`${product} ${cycle}: ${one.ends}, not ${other?.ends}`);
        if (one.longTerm !== other?.longTerm)
          differences.push(`${product} ${cycle}: long-term ${one.longTerm}, not ${other?.longTerm}`);
      }
      for (const { cycle, ends, longTerm } of theirs.values()) {
        const last = longTerm ?? ends;
        const goesOn = last === false || (typeof last === 'string' && last >= '2026-11-22');
        if (goesOn && !ours.has(cycle))
          differences.push(`${product} ${cycle} is missing, supported to ${last}`);
      }
    }
    expect(differences).toEqual([]);
  });

  test.each([
    ['Node.js', 'nodejs'],
    ['Python', 'python'],
    ['Go', 'go'],
  ])('of %s are those of endoflife.date, and none is missing', (name, product) => {
    const stated = parseSupportDates(readFileSync(file, 'utf8'), file);
    const theirs = new Map(stated.get(product)?.map(({ cycle, ends }) => [cycle, ends]));
    const ours = new Map(runtimeSupport.find((one) => one.name === name)?.cycles);
    const alike = [...ours].filter(([line, last]) => theirs.has(line) && theirs.get(line) !== last);
    const missing = [...theirs].filter(([line, ends]) => {
      return typeof ends === 'string' && ends >= '2026' && !ours.has(line);
    });
    expect({ alike, missing }).toEqual({ alike: [], missing: [] });
  });
});
