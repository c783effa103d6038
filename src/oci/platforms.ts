// Choosing platforms: which entries of an index are meant, and the error that lists what there is.
import { UserError } from '../terms/errors.ts';
import { type Platform, platformName } from '../terms/image.ts';

/** Variants that are the architecture's own default (containerd platforms §Normalization). */
const defaults: ReadonlyMap<string, string> = new Map([
  ['arm64', 'v8'],
  ['arm', 'v7'],
  ['amd64', 'v1'],
]);

function variantOf(platform: Platform): string | undefined {
  return platform.variant ?? defaults.get(platform.architecture);
}

/** Whether what is there is what was asked for; a wish without a variant takes any. */
export function platformMatches(wish: Platform, there: Platform): boolean {
  if (wish.os !== there.os || wish.architecture !== there.architecture) return false;
  return wish.variant === undefined || variantOf(wish) === variantOf(there);
}

/** `os/architecture[/variant]`; UserError `platform` otherwise. */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant, ...more] = text.toLowerCase().split('/');
  const word = /^[a-z0-9_.-]+$/;
  const wrong = more.length > 0 || ![os, architecture, variant ?? 'x'].every((part) => word.test(part));
  if (wrong) {
    const message = `${JSON.stringify(text)} is no platform`;
    throw new UserError(
      'platform',
      message,
      'Write it as os/architecture, such as linux/amd64 or linux/arm/v7.',
    );
  }
  return { os, architecture, ...(variant !== undefined && { variant }) };
}

/** UserError when a wish is met by nothing that is there. */
export function checkWishes(
  wishes: 'all' | readonly Platform[],
  there: readonly Platform[],
  reference: string,
): void {
  if (wishes === 'all') return;
  for (const wish of wishes) {
    if (there.some((platform) => platformMatches(wish, platform))) continue;
    const list = [...new Set(there.map(platformName))].sort().join(', ');
    throw new UserError(
      'platform',
      `${reference} has no image for ${platformName(wish)}`,
      `It has ${list === '' ? 'none at all' : list}; ask for one of these.`,
    );
  }
}
