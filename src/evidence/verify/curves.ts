// The NIST curves P-256, P-384 and P-521 and sums of their points; for public values only, nothing here is constant in time.

export interface Curve {
  /** Prime of the field, order of the group, `a` is -3 on all. */
  readonly p: bigint;
  readonly n: bigint;
  readonly g: Point;
  readonly bits: number;
}
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}
/** Jacobian coordinates; `z` 0 is the point at infinity. */
export interface Jacobian {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

/** SEC 2 §2.4.2, §2.5.1 and §2.6.1. */
export const curves: ReadonlyMap<string, Curve> = new Map([
  [
    'prime256v1',
    {
      p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
      n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
      g: {
        x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
        y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
      },
      bits: 256,
    },
  ],
  [
    'secp384r1',
    {
      p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
      n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
      g: {
        x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
        y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
      },
      bits: 384,
    },
  ],
  [
    'secp521r1',
    {
      p: 2n ** 521n - 1n,
      n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
      g: {
        x: 0xc6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
        y: 0x11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
      },
      bits: 521,
    },
  ],
]);

const infinity: Jacobian = { x: 1n, y: 1n, z: 0n };

export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n];
  while (a > 1n) {
    if (b === 0n) return 0n;
    [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  }
  return mod(x, modulus);
}

function double({ x, y, z }: Jacobian, p: bigint): Jacobian {
  if (z === 0n || y === 0n) return infinity;
  const zz = mod(z * z, p);
  const yy = mod(y * y, p);
  const s = mod(4n * x * yy, p);
  const m = mod(3n * (x - zz) * (x + zz), p);
  const doubled = mod(m * m - 2n * s, p);
  return { x: doubled, y: mod(m * (s - doubled) - 8n * yy * yy, p), z: mod(2n * y * z, p) };
}

function add(one: Jacobian, other: Jacobian, p: bigint): Jacobian {
  if (one.z === 0n) return other;
  if (other.z === 0n) return one;
  const z1 = mod(one.z * one.z, p);
  const z2 = mod(other.z * other.z, p);
  const u1 = mod(one.x * z2, p);
  const h = mod(other.x * z1 - u1, p);
  const s1 = mod(one.y * z2 * other.z, p);
  const r = mod(other.y * z1 * one.z - s1, p);
  if (h === 0n) return r === 0n ? double(one, p) : infinity;
  const hh = mod(h * h, p);
  const v = mod(u1 * hh, p);
  const x = mod(r * r - h * hh - 2n * v, p);
  return { x, y: mod(r * (v - x) - s1 * h * hh, p), z: mod(h * one.z * other.z, p) };
}

/** `u1`·`g` + `u2`·`q`, both at once. */
export function combine(u1: bigint, g: Jacobian, u2: bigint, q: Jacobian, curve: Curve): Jacobian {
  const both = add(g, q, curve.p);
  let sum = infinity;
  for (let bit = BigInt(curve.bits - 1); bit >= 0n; bit -= 1n) {
    sum = double(sum, curve.p);
    const first = (u1 >> bit) & 1n;
    const second = (u2 >> bit) & 1n;
    if (first === 1n) sum = add(sum, second === 1n ? both : g, curve.p);
    else if (second === 1n) sum = add(sum, q, curve.p);
  }
  return sum;
}
