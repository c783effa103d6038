// The head of the terminal report: which images, from which data.
import { shortDigest } from '../../terms/digest.ts';
import { platformName } from '../../terms/image.ts';
import type { Result, ScannedImage } from '../../terms/verdict.ts';
import { amount } from '../counts.ts';
import { forTerminal } from '../encoders/terminal.ts';
import { clip, type TextContext } from './style.ts';

/** Things not seen that are named without `--all`. */
const shownOpaque = 20;

export function renderHead(result: Result, context: TextContext): readonly string[] {
  const what = result.verdict === undefined ? 'scan' : `${result.gate} gate`;
  return [context.paint('strong', 'Seaworthy') + context.paint('quiet', ` ${what} · ${dataLine(result)}`)];
}

export function renderImages(result: Result, context: TextContext): readonly string[] {
  if (result.stack !== undefined) {
    const { source, resources, coverage } = result.stack;
    const { opaque, percent } = coverage;
    const told = context.all ? opaque : opaque.slice(0, shownOpaque);
    const more = opaque.length - told.length;
    return [
      context.paint('strong', forTerminal(source)),
      `  ${amount(resources, 'resource')}${resources + opaque.length === 0 ? '' : `, ${percent} % of them seen`}`,
      ...told.map((item) => `  not seen: ${forTerminal(item.subject)} (${forTerminal(item.reason)})`),
      ...(more > 0 ? [`  … and ${more} more that are not seen: --all`] : []),
    ];
  }
  return result.images.flatMap((image) => renderImage(image, context));
}

function renderImage(image: ScannedImage, context: TextContext): readonly string[] {
  const { paint, width } = context;
  const os = image.os === undefined ? 'no distribution recognised' : osName(image.os);
  const counts = [amount(image.packages.length, 'package'), amount(image.layers.length, 'layer')];
  const facts = [os, ...counts, ...builderWords(image)];
  return [
    `${paint('strong', clip(forTerminal(image.reference), width - 40))} ${paint(
      'quiet',
      `${platformName(image.platform)} ${shortDigest(image.digest)}`,
    )}`,
    `  ${clip(forTerminal(facts.join(' · ')), width - 2)}`,
    ...image.refusals.map((refusal) =>
      paint('loud', `  not read: ${forTerminal(`${refusal.what}: ${refusal.message}`)}`),
    ),
  ];
}

const builders = {
  dockerfile: undefined,
  buildpacks: 'built by Cloud Native Buildpacks',
  s2i: 'built by S2I',
  ko: 'built by ko',
  jib: 'built by jib',
  unknown: 'unknown origin',
} as const;

/** A Dockerfile is what one expects, and not told. */
function builderWords({ builder = 'dockerfile' }: ScannedImage): readonly string[] {
  const words = builders[builder];
  return words === undefined ? [] : [words];
}

function osName(os: NonNullable<ScannedImage['os']>): string {
  return os.prettyName ?? [os.id, os.versionId].filter((part) => part !== undefined).join(' ');
}

/** On which data the result stands, in words. */
export function dataLine(result: Result): string {
  const { snapshot } = result;
  const day = snapshot.asOf.slice(0, 10);
  if (snapshot.source === 'none') return `as of ${day}, without advisories: inventory only`;
  const age = snapshot.updated === undefined ? '' : ` of ${snapshot.updated.slice(0, 10)}`;
  const names = { store: 'the local store', dump: 'a dump', 'osv.dev': 'OSV.dev', sample: 'the sample data' };
  const digest = snapshot.digest === undefined ? '' : ` (${shortDigest(snapshot.digest)})`;
  return `as of ${day}, advisories from ${names[snapshot.source]}${age}${digest}`;
}
