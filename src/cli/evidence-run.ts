// Opens the outside for commands about evidence, and the options they share.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isPredicateType, predicateTypes } from '../evidence/formats/predicate-types.ts';
import { defaultVerifier } from '../evidence/sign/terms.ts';
import { parseMoment } from '../run/moment.ts';
import { type Outside, openOutside } from '../run/outside.ts';
import type { EvidenceWish } from '../run/verify.ts';
import { hoursOfDuration } from '../terms/duration.ts';
import { UserError } from '../terms/errors.ts';
import { type GradeLetter, gradeLetters } from '../terms/verdict.ts';
import type { CliContext } from './command.ts';

export interface PlaceOptions {
  readonly asOf?: Date;
  readonly insecure?: readonly string[];
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** The one image that a command about evidence is for. */
export function imageArgument(command: Command): Command {
  return command.argument('<image>', 'an image in a registry, or oci:DIR:TAG');
}

/** That image, and how its place is looked at. */
export function addPlaceOptions(command: Command): Command {
  return imageArgument(command)
    .option('--as-of <date>', 'judge as of this day, YYYY-MM-DD', parseMoment)
    .option('--insecure <host...>', 'registries to speak plain HTTP to (loopback always is)')
    .option('--quiet', 'only the answer')
    .option('--verbose', 'say what is done on the way');
}

export function openEvidenceRun(
  { asOf, insecure, quiet, verbose }: PlaceOptions,
  context: CliContext,
): Outside {
  const { environment, clock, random } = context;
  const log = context.log({ verbose: verbose === true, quiet: quiet === true });
  return openOutside({
    environment,
    clock: asOf === undefined ? clock : { now: () => asOf },
    log,
    random,
    layerCache: false,
    ...(insecure === undefined ? {} : { insecure }),
  });
}

export interface WishOptions {
  readonly name?: string;
  readonly type?: readonly string[];
  readonly verifier?: string;
  readonly resource?: string;
  readonly minimumGrade?: GradeLetter;
  readonly stage?: string;
  readonly threshold: number;
  readonly maxAge?: number;
  readonly requireLog?: boolean;
}

export function addWishOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the image, where it is in no registry')
    .option(
      '--type <type...>',
      'attestations that must be there: vulns, cyclonedx, spdx, provenance, or a URI',
    )
    .option('--verifier <uri>', 'who must have judged, in the certificate')
    .option('--resource <uri>', 'what the certificate must be for (default: the image’s own name)')
    .addOption(new Option('--minimum-grade <letter>', 'worst grade in the certificate').choices(gradeLetters))
    .option('--threshold <n>', 'different signers that each piece needs', wholeNumber, 1)
    .option('--max-age <span>', 'oldest evidence that counts, such as 7d', milliseconds)
    .option('--require-log', 'keys, too, must have signed before a log and a trusted clock');
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number.parseInt(text, 10);
  throw new InvalidArgumentError('Write a number from 1.');
}

function milliseconds(text: string): number {
  const hours = hoursOfDuration(text);
  if (Number.isNaN(hours)) throw new InvalidArgumentError('Write it like 48h, 7d or 2w.');
  return hours * 3_600_000;
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ['vulns', predicateTypes.vulnerabilities],
  ['cosign-vuln', predicateTypes.cosignVulnerabilities],
  ['cyclonedx', predicateTypes.cyclonedx],
  ['spdx', predicateTypes.spdx],
  ['provenance', predicateTypes.provenance],
]);

function predicateTypeOf(name: string): string {
  const known = shortNames.get(name);
  if (known !== undefined || isPredicateType(name)) return known ?? name;
  const fix = `Write ${[...shortNames.keys()].join(', ')}, or the URI of another type.`;
  throw new UserError('usage', `${JSON.stringify(name)} is no type of attestations`, fix);
}

/** `certificate`: ask for one though no option speaks of it. */
export function evidenceWish(options: WishOptions, certificate: boolean): EvidenceWish {
  const { type = [], verifier, resource, minimumGrade, stage, threshold, maxAge, requireLog } = options;
  const asked = certificate || [verifier, resource, minimumGrade, stage].some((one) => one !== undefined);
  return {
    signature: true,
    attestations: type.map(predicateTypeOf),
    threshold,
    requireLog: requireLog === true,
    ...(maxAge !== undefined && { maxAge }),
    ...(asked && {
      certificate: {
        verifiers: [verifier ?? defaultVerifier],
        ...(resource !== undefined && { resource }),
        ...(minimumGrade !== undefined && { minimumGrade }),
        ...(stage !== undefined && { stage }),
      },
    }),
  };
}
