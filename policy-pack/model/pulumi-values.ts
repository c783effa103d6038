// Pulumi's wire and state values → raw trees: unknowns become holes, secrets are wrapped.
import { Hole, Secret, type Tree, type TreeMap } from './tree.ts';

/** Key and values that mark special objects (`@pulumi/pulumi` runtime/rpc: specialSigKey and kin). */
const signatureKey = '4dabf18193072939515e22adb298388d';
const signatures = {
  secret: '1b47061264138c4ac30d75fd1eb44270',
  output: 'd0e6a833031e9bbcd3f4e8bde6ca49a4',
  asset: 'c44067f5952c0a294b673a41bacd8c17',
  archive: '0def7320c3a5731c473e5ecbe6d01bc7',
  resource: '5cf8f73096256a8f31e491e813e4eb8e',
};

/** Texts that stand for a value computed later, one a type (pulumi/sdk resource/plugin: Unknown…Value). */
const unknownTexts = new Set([
  '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

const maximumDepth = 256;

/**
 * Decodes any JSON-like value of Pulumi's. `dependsOn` names what unknowns of this resource come from
 * (property dependencies), where the marker itself does not say.
 */
export function decodePulumiValue(value: unknown, dependsOn: readonly string[] = [], depth = 0): Tree {
  if (depth > maximumDepth) return new Hole('opaque', `nested deeper than ${maximumDepth}`);
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    return unknownTexts.has(value) ? new Hole('unknown', 'computed at deployment', dependsOn) : value;
  }
  if (Array.isArray(value)) return value.map((item) => decodePulumiValue(item, dependsOn, depth + 1));
  if (typeof value !== 'object') return new Hole('opaque', `a ${typeof value}`);
  const entries: [string, unknown][] = Object.entries(value);
  const special = entries.find(([key]) => key === signatureKey);
  if (special !== undefined) return decodeSpecial(special[1], new Map(entries), dependsOn, depth);
  return treeMap(entries.map(([key, item]) => [key, decodePulumiValue(item, dependsOn, depth + 1)]));
}

/** `decodePulumiValue` of a resource's properties; a property that came from somewhere waits for that alone. */
export function decodePulumiProperties(
  value: unknown,
  cameFrom: ReadonlyMap<string, readonly string[]> | undefined,
  dependsOn: readonly string[] | undefined,
): Tree {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (cameFrom === undefined || !isPlain || Object.hasOwn(value, signatureKey))
    return decodePulumiValue(value, dependsOn);
  return treeMap(
    Object.entries(value).map(([key, item]) => {
      const own = cameFrom.get(key) ?? [];
      return [key, decodePulumiValue(item, own.length > 0 ? own : dependsOn, 1)];
    }),
  );
}

function decodeSpecial(
  signature: unknown,
  fields: ReadonlyMap<string, unknown>,
  dependsOn: readonly string[],
  depth: number,
): Tree {
  switch (signature) {
    case signatures.secret: {
      if (fields.has('value'))
        return new Secret(decodePulumiValue(fields.get('value'), dependsOn, depth + 1));
      const plaintext = fields.get('plaintext');
      if (typeof plaintext === 'string') return new Secret(decodePlaintext(plaintext, dependsOn, depth));
      return new Secret(new Hole('opaque', 'an encrypted secret'));
    }
    case signatures.output: {
      const listed = fields.get('dependencies');
      const sources = Array.isArray(listed) ? listed.filter((item) => typeof item === 'string') : dependsOn;
      const inner = fields.has('value')
        ? decodePulumiValue(fields.get('value'), sources, depth + 1)
        : new Hole('unknown', 'computed at deployment', sources);
      return fields.get('secret') === true ? new Secret(inner) : inner;
    }
    case signatures.asset:
    case signatures.archive:
      return new Hole('opaque', 'an asset');
    case signatures.resource:
      return new Hole('opaque', 'a reference to another resource');
    default:
      return new Hole('opaque', 'a value of an unknown kind');
  }
}

function decodePlaintext(text: string, dependsOn: readonly string[], depth: number): Tree {
  try {
    return decodePulumiValue(JSON.parse(text), dependsOn, depth + 1);
  } catch {
    return text;
  }
}

/** A map whose keys come from outside: `__proto__` becomes an ordinary own key. */
export function treeMap(entries: readonly (readonly [string, Tree])[]): TreeMap {
  return Object.fromEntries(entries);
}
