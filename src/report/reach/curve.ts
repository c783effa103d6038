// The line of an edge between two boxes: one curve for each part of its way.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Neighbours of a route, two by two. */
export function stretches(route: readonly Box[]): readonly (readonly [Box, Box])[] {
  return route.slice(1).map((to, index) => [route[index] ?? to, to]);
}

/** A point of the cubic curve that `curve` draws. */
export function pointAt(from: Box, to: Box, part: number): { readonly x: number; readonly y: number } {
  const [a, b, c, d] = curve(from, to);
  const rest = 1 - part;
  const mix = (axis: 'x' | 'y'): number =>
    rest ** 3 * a[axis] +
    3 * rest ** 2 * part * b[axis] +
    3 * rest * part ** 2 * c[axis] +
    part ** 3 * d[axis];
  return { x: mix('x'), y: mix('y') };
}

type Point = { readonly x: number; readonly y: number };

/** Start, two handles and end of an edge; it leaves and enters at the sides. */
export function curve(from: Box, to: Box): readonly [Point, Point, Point, Point] {
  const forward = to.x > from.x;
  const a = { x: forward ? from.x + from.width : from.x, y: from.y + from.height * (forward ? 0.4 : 0.6) };
  const d = { x: forward ? to.x : to.x + to.width, y: to.y + to.height * (forward ? 0.4 : 0.6) };
  const reach = Math.max(40, Math.abs(d.x - a.x) / 2) * (forward ? 1 : -1);
  return [a, { x: a.x + reach, y: a.y }, { x: d.x - reach, y: d.y }, d];
}
