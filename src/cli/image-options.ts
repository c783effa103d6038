// The options that commands about images share, and how their values are read.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parsePlatform } from '../oci/platforms.ts';
import { type Format, formats } from '../run/render.ts';
import type { Platform } from '../terms/image.ts';

export interface ImageOptions {
  readonly platform?: readonly string[];
  readonly advisories?: string;
  readonly asOf?: Date;
  readonly layerCache: boolean;
  readonly insecure?: readonly string[];
  readonly format: Format;
  readonly output?: string;
  readonly explain?: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export function addImageOptions(command: Command): Command {
  return command
    .option('--platform <os/arch...>', 'platforms to look at (default: all of an index)')
    .option('--advisories <where>', 'a dump or store directory, a .zip, or osv.dev (default: see the README)')
    .option('--as-of <date>', 'judge as of this day, YYYY-MM-DD, and hide what was published later', readDay)
    .addOption(new Option('--format <format>', 'what to print').choices(formats).default('text'))
    .option('--output <file>', 'write there, and print only the verdict')
    .option('--explain <id>', 'everything known about one finding')
    .option('--all', 'list every finding')
    .option('--quiet', 'only the verdict and the grade')
    .option('--verbose', 'say what is done on the way')
    .option('--no-layer-cache', 'read every layer, whatever is cached')
    .option('--insecure <host...>', 'registries to speak plain HTTP to (loopback always is)');
}

export function readPlatforms(options: ImageOptions): 'all' | readonly Platform[] {
  return options.platform === undefined ? 'all' : options.platform.map(parsePlatform);
}

function readDay(text: string): Date {
  const date = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? new Date(text) : undefined;
  if (
    date === undefined ||
    Number.isNaN(date.getTime()) ||
    !date.toISOString().startsWith(text.slice(0, 10))
  ) {
    throw new InvalidArgumentError('It is no day; write it like 2026-11-22.');
  }
  // A day is judged at its end: what was published on it is known.
  return text.length === 10 ? new Date(date.getTime() + 86_399_000) : date;
}
