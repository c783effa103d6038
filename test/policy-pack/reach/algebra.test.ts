import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cutFamily,
  formatAddress,
  parseAddress,
  parseBlock,
  without,
} from '../../../policy-pack/reach/addresses.ts';
import { createConnections, protocols } from '../../../policy-pack/reach/connections.ts';
import { canonical, contains, intersect, subtract, unite } from '../../../policy-pack/reach/intervals.ts';
import { countPublic } from '../../../policy-pack/reach/public.ts';

const numbers = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })), { maxLength: 5 })
  .map(canonical);

describe('sets of numbers', () => {
  test('behave as sets, element by element', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        for (let value = 0; value <= 31; value += 1) {
          const [x, y] = [contains(a, value), contains(b, value)];
          expect(contains(unite(a, b), value)).toBe(x || y);
          expect(contains(intersect(a, b), value)).toBe(x && y);
          expect(contains(subtract(a, b), value)).toBe(x && !y);
        }
      }),
    );
  });

  test('equal sets have one form', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(unite(subtract(a, b), intersect(a, b))).toEqual(a);
        expect(unite(a, b)).toEqual(unite(b, a));
      }),
    );
  });
});

describe('connections', () => {
  test('equal sets are one number and read alike', () => {
    const table = createConnections();
    const web = table.unite(table.of('TCP', 80, 80), table.of('TCP', 81, 90));
    expect(web).toBe(table.of('TCP', 80, 90));
    expect(table.text(table.unite(web, table.of('UDP', 53, 53)))).toBe('TCP 80-90,UDP 53');
    const whole = protocols.map((protocol) => table.of(protocol)).reduce(table.unite);
    expect(table.text(whole)).toBe('All Connections');
    expect(table.text(table.subtract(whole, table.of('TCP', 80, 80)))).toBe(
      'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535',
    );
    expect(table.text(table.subtract(web, whole))).toBe('No Connections');
  });
});

describe('addresses', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '255.255.255.255',
    '::',
    '::1',
    'fd00::',
    '2001:db8:0:1::2',
    '1:2:3:4:5:6:7:8',
    '1::8',
    '0:1::',
  ])('%s is read and written back', (text) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address.family, address.value)).toBe(text);
  });

  test.each([
    '10.0.0',
    '10.0.0.256',
    '1.2.3.4/33',
    '::/129',
    ':::/8',
    '1::2::3/64',
    'g::/8',
    '1.2.3.4/',
    '1:2:3:4:5:6:7:8:9/64',
    '',
  ])('%j is no block', (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });

  test('adjoining exceptions leave one gap and cuts keep every bound', () => {
    const [whole, one, two] = ['10.0.0.0/8', '10.0.0.0/16', '10.1.0.0/16'].map((text) => parseBlock(text));
    if (whole === undefined || one === undefined || two === undefined) throw new Error('no blocks');
    const left = without(whole, [two, one]);
    expect(left.map((range) => formatAddress(4, range.from))).toEqual(['10.2.0.0']);
    expect(cutFamily(4, left).map((range) => formatAddress(4, range.from))).toEqual([
      '0.0.0.0',
      '10.2.0.0',
      '11.0.0.0',
    ]);
  });

  test('mapped addresses of IPv4 are IPv6', () => {
    expect(parseAddress('::ffff:1.2.3.4')).toEqual({ family: 6, value: 0xffff01020304n });
  });
});

test('addresses of the internet are counted once, private ones not at all', () => {
  const blocks = ['3.0.0.0/8', '3.4.0.0/16', '3.0.0.0/8', '10.0.0.0/8', '192.168.0.0/15'];
  expect(countPublic(blocks.flatMap((block) => parseBlock(block) ?? []))).toBe((1n << 24n) + (1n << 16n));
});
