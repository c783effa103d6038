// The options that commands about images share, and how their values are read.
import { type Command, Option } from 'commander';
import { parsePlatform } from '../oci/platforms.ts';
import { parseMoment } from '../run/moment.ts';
import { type Format, formats } from '../run/render.ts';
import type { Platform } from '../terms/image.ts';

export interface ImageOptions {
  readonly platform?: readonly string[];
  readonly advisories?: string;
  readonly asOf?: Date;
  readonly dockerfile?: string;
  readonly checkout?: string;
  readonly import?: readonly string[];
  readonly knownBad?: string;
  readonly askBase?: boolean;
  readonly vex?: readonly string[];
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
    .option(
      '--as-of <date>',
      'judge as of this day, YYYY-MM-DD, and hide what was published later',
      parseMoment,
    )
    .option('--dockerfile <file>', 'what the image was built from: findings name its lines')
    .option('--checkout <dir>', 'where the image was built from: findings name lines of its lock files')
    .option(
      '--import <file...>',
      'reports of other tools: SARIF, CycloneDX, Trivy, Grype, Clair, Quay, ARF or XCCDF',
    )
    .option('--known-bad <file>', 'digests of files that no layer may have, one a line')
    .option('--ask-base', 'look at the base in its registry even when the image is a file')
    .option('--vex <file...>', 'OpenVEX documents of authors that the policy believes (images.vex)')
    .addOption(new Option('--format <format>', 'what to print').choices(formats).default('text'))
    .option('--output <file>', 'write there, and print only the verdict')
    .addOption(
      new Option('--explain <id>', 'everything known about one finding').conflicts(['format', 'quiet']),
    )
    .option('--all', 'list every finding')
    .option('--quiet', 'only the verdict and the grade')
    .option('--verbose', 'say what is done on the way')
    .option('--no-layer-cache', 'read every layer, whatever is cached')
    .option('--insecure <host...>', 'registries to speak plain HTTP to (loopback always is)');
}

export function readPlatforms(options: ImageOptions): 'all' | readonly Platform[] {
  return options.platform === undefined ? 'all' : options.platform.map(parsePlatform);
}
