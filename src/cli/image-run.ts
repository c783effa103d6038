// Opens what a command about images runs with: the outside, the formats, the advisories.
import { join, resolve } from 'node:path';
import type { Dockerfile } from '../inspection/instruction-lines.ts';
import { openKnowledge } from '../run/advisories/knowledge.ts';
import { type Outside, openOutside } from '../run/outside.ts';
import type { ScanRequest } from '../run/scan.ts';
import { UserError } from '../terms/errors.ts';
import { readGivenText } from '../terms/given-file.ts';
import type { CliContext } from './command.ts';
import { type ImageOptions, readPlatforms } from './image-options.ts';

export interface ImageRun {
  readonly request: ScanRequest;
  readonly outside: Outside;
}

export async function openRun(
  references: readonly string[],
  options: ImageOptions,
  context: CliContext,
): Promise<ImageRun> {
  const { environment, clock, random } = context;
  const log = context.log({ verbose: options.verbose === true, quiet: options.quiet === true });
  const outside = openOutside({
    environment,
    clock,
    log,
    random,
    layerCache: options.layerCache,
    keptGates: join(environment.home, 'gated'),
    ...(options.insecure === undefined ? {} : { insecure: options.insecure }),
  });
  const asOf = options.asOf ?? clock.now();
  const knowledge = await openKnowledge(
    { asked: options.advisories, asOf, publicRepository: false },
    outside,
  );
  const platforms = readPlatforms(options);
  const imports = await readImports(options, context);
  const vex = await readVex(options, context);
  const named = [...new Set(await expandLists(references, context))];
  const request = { references: named, platforms, knowledge, asOf, imports, vex };
  const { dockerfile, checkout, knownBad, askBase } = options;
  return {
    outside,
    request: {
      ...request,
      ...(askBase === true ? { bases: 'of-all' as const } : {}),
      ...(dockerfile === undefined ? {} : { dockerfile: readDockerfileAt(dockerfile, context) }),
      ...(checkout === undefined ? {} : { lockFiles: await lockFilesOf(checkout, context) }),
      ...(knownBad === undefined ? {} : { knownBad: await readList(knownBad, context) }),
    },
  };
}

// What few runs are asked for is loaded when one is.

/** Patterns and lists of a build as the images that they stand for. */
async function expandLists(references: readonly string[], context: CliContext): Promise<readonly string[]> {
  if (!references.some((one) => /^(?:bake|compose):|\*/.test(one))) return references;
  return (await import('../run/image/globs.ts')).expandImages(
    references,
    context.directory,
    context.environment.variables,
  );
}

async function readImports({ import: files = [] }: ImageOptions, context: CliContext) {
  if (files.length === 0) return [];
  return (await import('../run/imports/reports.ts')).readReports(files, context.directory);
}

async function readVex({ vex = [] }: ImageOptions, context: CliContext) {
  if (vex.length === 0) return [];
  const { readOpenVex } = await import('../inspection/vex/openvex-reading.ts');
  return vex.flatMap((file) => readOpenVex(readText(file, 'document', context), file));
}

async function readList(file: string, context: CliContext) {
  const { readKnownBad } = await import('../inspection/integrity/known-bad.ts');
  return readKnownBad(readText(file, 'list', context), file);
}

async function lockFilesOf(checkout: string, context: CliContext) {
  return (await import('../run/image/lock-files.ts')).findLockFiles(resolve(context.directory, checkout));
}

function readDockerfileAt(file: string, context: CliContext): Dockerfile {
  return { file, text: readText(file, 'Dockerfile', context) };
}

function readText(file: string, what: string, { directory }: CliContext): string {
  try {
    return readGivenText(resolve(directory, file));
  } catch (cause) {
    throw new UserError('usage', `the ${what} ${file} cannot be read`, 'Name a readable file.', { cause });
  }
}
