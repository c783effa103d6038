// Files whose digests stand on a list that the user gives: looked for in every layer, deleted files too.
import { createHash, hash } from 'node:crypto';
import type { Analyzer } from '../../image/analyzer.ts';
import type { ImageView } from '../../image/view.ts';
import { UserError } from '../../terms/errors.ts';
import type { Finding } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { badDigestRule } from './rules.ts';

export interface KnownBad {
  /** Lower-case hex. */
  readonly digests: ReadonlySet<string>;
  readonly analyzer: Analyzer;
  judge(view: ImageView, image: Image): readonly Finding[];
}

const algorithms = [
  ['md5', 32],
  ['sha1', 40],
  ['sha256', 64],
  ['sha512', 128],
] as const;
/** MD5, SHA-1, SHA-256 or SHA-512, with or without its name. */
export const badDigestShape =
  /^(?:(?:md5:)?[0-9a-f]{32}|(?:sha1:)?[0-9a-f]{40}|(?:sha256:)?[0-9a-f]{64}|(?:sha512:)?[0-9a-f]{128})$/i;
const listCeiling = 1_000_000;

/**
 * Reads a list as `sha256sum` writes it: one digest in hexadecimal a line, anything behind it a note; `#` comments.
 * MD5, SHA-1, SHA-256 and SHA-512 are told apart by length. Errors: `UserError` usage with the line, and for a list
 * of nothing.
 */
export function readKnownBad(text: string, file: string): KnownBad {
  const digests = new Set<string>();
  text.split(/\r?\n/).forEach((line, index) => {
    const word = line.trim().split(/\s/, 1)[0] ?? '';
    if (word === '' || word.startsWith('#')) return;
    const digest = plainDigest(word);
    const known = badDigestShape.test(digest);
    if (!known || digests.size >= listCeiling) {
      const why = known ? `there are more than ${listCeiling}` : 'that is no digest';
      throw new UserError(
        'usage',
        `${file}:${index + 1}: ${why}`,
        'Write one MD5, SHA-1, SHA-256 or SHA-512 a line.',
        {
          at: { file, line: index + 1 },
        },
      );
    }
    digests.add(digest);
  });
  // A list that was cut off on its way must not pass for one that was looked for.
  if (digests.size === 0) {
    const fix = 'Write one digest a line, or name no list.';
    throw new UserError('usage', `${file} holds no digest: nothing would be looked for`, fix, {
      at: { file },
    });
  }
  return knownBadOf(digests);
}

/** One list of all that the user and the policy name; undefined where nobody names any. */
export function joinKnownBad(list: KnownBad | undefined, digests: readonly string[]): KnownBad | undefined {
  if (digests.length === 0) return list;
  return knownBadOf(new Set([...(list?.digests ?? []), ...digests.map(plainDigest)]));
}

function plainDigest(word: string): string {
  return word.toLowerCase().replace(/^(?:md5|sha\d+):/, '');
}

function knownBadOf(digests: ReadonlySet<string>): KnownBad {
  const used = algorithms.filter(([, length]) => [...digests].some((one) => one.length === length));
  return openList(
    digests,
    used.map(([name]) => name),
  );
}

function openList(digests: ReadonlySet<string>, names: readonly string[]): KnownBad {
  // Cached layers were looked at with one list: another list is another analyzer.
  const list = hash('sha256', [...digests].sort().join('\n'), 'hex').slice(0, 16);
  const analyzer: Analyzer = {
    id: `known-bad-${list}`,
    version: 1,
    open({ type, size }, sink) {
      if (type !== 'file' || size === 0 || names.length === 0) return undefined;
      const hashes = names.map((name) => createHash(name));
      return {
        write(chunk) {
          for (const one of hashes) one.update(chunk);
        },
        end() {
          const found = hashes.map((one) => one.digest('hex')).find((one) => digests.has(one));
          if (found !== undefined) sink.fact(found);
        },
      };
    },
  };
  return {
    digests,
    analyzer,
    judge: (view, image) =>
      view.facts(analyzer.id).map(({ path, layer, data, visible }) =>
        makeFinding(badDigestRule, {
          subject: fileSubject(path),
          where: layerPlace(image, layer, path),
          message: `/${path} is on the list of known bad files${visible ? '' : '; a later layer hides it, but whoever can pull the image has it'}.`,
          actual: typeof data === 'string' ? data : '',
        }),
      ),
  };
}
