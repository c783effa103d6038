// The Action's inputs, read once and checked into one typed value.
import { plain } from '../github/comment-parts.ts';
import { type Surface, surfaces } from '../github/publish.ts';
import type { TrustWish } from '../run/evidence/trust-options.ts';
import { type Preset, presets } from '../run/stack/preset.ts';
import type { Environment } from '../terms/environment.ts';
import { UserError } from '../terms/errors.ts';

/** Modes that exist; `action.yml` names the default. */
export const modes = [
  'gate',
  'sign',
  'attest',
  'verify',
  'evidence',
  'promote',
  'stack',
  'doctor',
  'publish',
] as const;
export type Mode = (typeof modes)[number];

export interface Inputs {
  readonly mode: Mode;
  /** At least one in every mode that is about images. */
  readonly images: readonly string[];
  /** Manifests and states; at least one in mode `stack`, any number beside the images of mode `gate`. */
  readonly stack: StackInputs;
  readonly facts: FactInputs;
  readonly policy: string | undefined;
  readonly advisories: string | undefined;
  readonly platforms: readonly string[];
  readonly asOf: string | undefined;
  readonly login: { readonly username: string; readonly password: string } | undefined;
  readonly token: string | undefined;
  /** Images or results to compare with, one a line; `{branch}`, `{sha}` and `{short-sha}` are the base's. */
  readonly base: string | undefined;
  /** Image that the fix plan looks into. */
  readonly newerBase: string | undefined;
  readonly surfaces: readonly Surface[];
  /** Values of the job's matrix, which tell its legs apart; empty without one. */
  readonly leg: string;
  readonly stackReport: string | undefined;
  /** Mode `gate` leaves signing to a later step or job. */
  readonly signLater: boolean;
  /** The result to publish, or to sign after. */
  readonly verdict: string | undefined;
  /** What the job that wrote it says of its bytes. */
  readonly verdictDigest: string | undefined;
  /** In mode `attest`: a predicate of the user's own. */
  readonly predicate: { readonly file: string; readonly type: string } | undefined;
  /** Directory of the reports. */
  readonly output: string;
  /** Whose signatures count in modes `verify` and `promote`. */
  readonly trust: TrustWish;
  /** The stage to promote to, and the repository where not the image's own. */
  readonly to: string | undefined;
  readonly target: string | undefined;
}

export interface StackInputs {
  readonly paths: readonly string[];
  /** The stack before. */
  readonly base: readonly string[];
  readonly preset: Preset | undefined;
  /** `RELEASE=DIR`. */
  readonly rendered: readonly string[];
  /** `RELEASE=DIR` of the stack before. */
  readonly baseRendered: readonly string[];
}

/** Files that say more about the images: what they were built from, and what others say of them. */
export interface FactInputs {
  readonly dockerfile: string | undefined;
  readonly imports: readonly string[];
  readonly vex: readonly string[];
  readonly knownBad: string | undefined;
}

/** Errors: `UserError` usage that names the input and what it may be. */
export function readInputs(environment: Environment): Inputs {
  const get = (name: string): string | undefined => environment.inputs.get(name);
  const mode = get('mode') ?? 'gate';
  if (!isMode(mode))
    throw wrong('mode', `${JSON.stringify(mode)} is not a mode`, `Use one of: ${modes.join(', ')}.`);
  const images = lines(get('image'));
  const stack = readStack(get);
  checkSubject(mode, images, stack);
  const username = get('registry-username');
  const password = get('registry-password');
  if ((username === undefined) !== (password === undefined)) {
    throw wrong('registry-username', 'user name and password come together', 'Give both inputs, or neither.');
  }
  return {
    mode,
    images,
    stack,
    facts: {
      dockerfile: get('dockerfile'),
      imports: lines(get('import')),
      vex: lines(get('vex')),
      knownBad: get('known-bad'),
    },
    policy: get('policy'),
    advisories: get('advisories'),
    platforms: lines(get('platform')),
    asOf: get('as-of'),
    login: username === undefined || password === undefined ? undefined : { username, password },
    token: get('token'),
    base: get('base'),
    newerBase: get('newer-base'),
    surfaces: readSurfaces(lines(get('surfaces') ?? 'check,comment')),
    leg: readLeg(get('matrix')),
    stackReport: get('stack-report'),
    signLater: readSign(get('sign') ?? 'now'),
    verdict: get('verdict'),
    verdictDigest: readVerdictDigest(mode, get),
    predicate: readPredicate(mode, get),
    output: get('output') ?? 'seaworthy-report',
    trust: readTrust(get),
    to: get('to'),
    target: get('target'),
  };
}

/** Each mode is told what it judges, and nothing that it would pass over in silence. */
function checkSubject(
  mode: Mode,
  images: readonly string[],
  { paths, base, rendered, baseRendered }: StackInputs,
): void {
  if (!['stack', 'doctor', 'publish'].includes(mode) && images.length === 0)
    throw wrong('image', 'it is empty', 'Name at least one image, one a line.');
  if (mode === 'stack' && paths.length === 0)
    throw wrong('stack', 'it is empty', 'Name the folders or files of the manifests, one a line.');
  if (mode === 'stack' && images.length > 0)
    throw wrong(
      'image',
      'mode stack judges no image',
      'Use mode gate, which judges both, or leave image out.',
    );
  if (base.length > 0 && paths.length === 0)
    throw wrong('stack-base', 'there is no stack to compare', 'Give the input stack, too.');
  if (paths.length === 0 && rendered.length + baseRendered.length > 0)
    throw wrong('stack-rendered', 'there is no stack with a release', 'Give the input stack, too.');
  if (paths.length > 0 && mode !== 'gate' && mode !== 'stack')
    throw wrong('stack', `mode ${mode} judges no stack`, 'Use mode gate or stack.');
}

function readStack(get: (name: string) => string | undefined): StackInputs {
  const name = get('stack-preset');
  const preset = presets.find((one) => one === name);
  if (name !== undefined && preset === undefined)
    throw wrong('stack-preset', `${JSON.stringify(name)} is none`, `Use one of: ${presets.join(', ')}.`);
  return {
    paths: lines(get('stack')),
    base: lines(get('stack-base')),
    preset,
    rendered: lines(get('stack-rendered')),
    baseRendered: lines(get('stack-base-rendered')),
  };
}

function readSign(when: string): boolean {
  if (when === 'now' || when === 'later') return when === 'later';
  throw wrong('sign', `${JSON.stringify(when)} is no time`, 'Use now or later.');
}

/** A result that is signed after is believed by its digest; in mode publish it only shows. */
function readVerdictDigest(mode: Mode, get: (name: string) => string | undefined): string | undefined {
  const digest = get('verdict-digest');
  const signs = mode === 'sign' || mode === 'attest';
  if (signs && (digest === undefined) !== (get('verdict') === undefined)) {
    const fix = 'Give verdict and verdict-digest, the outputs of the job that gated, or neither.';
    throw wrong('verdict-digest', 'a verdict of another job is signed by file and digest', fix);
  }
  return digest;
}

function readPredicate(mode: Mode, get: (name: string) => string | undefined): Inputs['predicate'] {
  const file = get('predicate');
  const type = get('predicate-type');
  if (file === undefined && type === undefined) return undefined;
  if (file === undefined || type === undefined)
    throw wrong('predicate', 'a predicate is a file and its type', 'Give predicate-type too, or neither.');
  if (mode !== 'attest') throw wrong('predicate', `mode ${mode} attaches none`, 'Use mode attest.');
  return { file, type };
}

function readTrust(get: (name: string) => string | undefined): TrustWish {
  const subject = get('certificate-identity');
  const issuer = get('certificate-oidc-issuer');
  const root = get('trusted-root');
  if ((subject === undefined) !== (issuer === undefined)) {
    const why = 'an identity is a name and who vouches for it';
    throw wrong('certificate-identity', why, 'Give certificate-oidc-issuer too, or neither.');
  }
  const exact = (value: string) => ({ kind: 'exact' as const, value });
  return {
    keys: lines(get('verify-key')),
    ...(subject !== undefined &&
      issuer !== undefined && { identity: { subject: exact(subject), issuer: exact(issuer) } }),
    ...(root !== undefined && { trustedRoot: root }),
  };
}

function readSurfaces(names: readonly string[]): readonly Surface[] {
  if (names.length === 1 && names[0] === 'none') return [];
  return names.map((name) => {
    const surface = surfaces.find((one) => one === name);
    if (surface !== undefined) return surface;
    throw wrong('surfaces', `${JSON.stringify(name)} is none`, `Use ${surfaces.join(', ')}, or none alone.`);
  });
}

/** JSON of the `matrix` context, `null` outside one. */
function readLeg(text: string | undefined): string {
  try {
    const matrix: unknown = JSON.parse(text ?? 'null');
    if (typeof matrix !== 'object' || matrix === null) return '';
    const name = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
    return plain(Object.values(matrix).map(name).join(', '));
  } catch (cause) {
    throw wrong('matrix', `it is no JSON (${String(cause)})`, 'Leave it at its default.');
  }
}

function isMode(text: string): text is Mode {
  return modes.some((mode) => mode === text);
}

function lines(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function wrong(name: string, why: string, fix: string): UserError {
  return new UserError('usage', `the input ${name} is wrong: ${why}`, fix, {
    at: { file: 'inputs', field: name },
  });
}
