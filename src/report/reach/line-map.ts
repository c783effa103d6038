// Which lines of the reachability picture pass through a place, found by squares so that large pictures stay quick.
import { type Box, pointAt, stretches } from './curve.ts';

const square = 64;
/** Points of each stretch that stand for its line; closer together than a label is high. */
const points = 40;

export interface LineMap {
  /** Whether a line other than number `own` passes through the box. */
  isCrossed(box: Box, own: number): boolean;
}

export function mapLines(routes: readonly (readonly Box[])[]): LineMap {
  const squares = new Map<string, { readonly line: number; readonly x: number; readonly y: number }[]>();
  const key = (x: number, y: number): string => `${Math.floor(x / square)} ${Math.floor(y / square)}`;
  for (const [line, route] of routes.entries()) {
    for (const [from, to] of stretches(route)) {
      for (let part = 0; part <= points; part += 1) {
        const { x, y } = pointAt(from, to, part / points);
        const list = squares.get(key(x, y)) ?? [];
        list.push({ line, x, y });
        squares.set(key(x, y), list);
      }
    }
  }
  return {
    isCrossed(box, own) {
      const [right, bottom] = [box.x + box.width, box.y + box.height];
      for (let x = Math.floor(box.x / square); x <= Math.floor(right / square); x += 1) {
        for (let y = Math.floor(box.y / square); y <= Math.floor(bottom / square); y += 1) {
          const hit = (squares.get(`${x} ${y}`) ?? []).some(
            (one) => one.line !== own && one.x > box.x && one.x < right && one.y > box.y && one.y < bottom,
          );
          if (hit) return true;
        }
      }
      return false;
    },
  };
}
