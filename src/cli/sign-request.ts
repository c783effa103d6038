// The options of `sign` and `attest` that end in the certificate, and the request they make.
import type { Command } from 'commander';
import type { AttestationKind, SignatureFormat, SignSection } from '../evidence/sign/section.ts';
import type { SignRequest } from '../run/sign.ts';
import type { GitHubEnvironment } from '../terms/environment.ts';
import { defaultVerifier } from './evidence-run.ts';
import type { ImageOptions } from './image-options.ts';
import type { SignerOptions } from './signer-options.ts';

export interface SignOptions extends ImageOptions, SignerOptions {
  readonly policy?: string;
  readonly signature?: readonly SignatureFormat[];
  readonly attest?: readonly AttestationKind[];
  readonly name?: string;
  readonly verifier?: string;
  readonly policyUri?: string;
  readonly owner?: string;
  readonly intendedUse?: string;
  readonly stage?: string;
  readonly anew?: boolean;
}

export function addTermsOptions(command: Command): Command {
  return command
    .option('--policy <file>', 'the policy that decides (default: as for gate)')
    .option('--name <name>', 'name in the subjects, for images in no registry')
    .option('--verifier <uri>', `who judged, in the certificate (default: ${defaultVerifier})`)
    .option('--policy-uri <uri>', 'where the policy can be read')
    .option('--owner <team>', 'who answers for the image')
    .option('--intended-use <text>', 'what the image is certified for')
    .option('--stage <stage>', 'promotion stage that the certificate is for')
    .option('--anew', 'gate again, whatever was gated in the last two hours');
}

type Terms = Pick<SignOptions, 'name' | 'verifier' | 'policyUri' | 'owner' | 'intendedUse' | 'stage'>;

export function signRequest(
  reference: string,
  options: Terms,
  section: SignSection,
  github: GitHubEnvironment,
): Pick<SignRequest, 'reference' | 'name' | 'terms' | 'github'> {
  const { name, stage } = options;
  const verifier = options.verifier ?? section.verifier ?? defaultVerifier;
  const policyUri = options.policyUri ?? section.policyUri;
  const owner = options.owner ?? section.owner;
  const intendedUse = options.intendedUse ?? section.intendedUse;
  return {
    reference,
    github,
    ...(name !== undefined && { name }),
    terms: {
      verifier,
      ...(policyUri !== undefined && { policyUri }),
      ...(owner !== undefined && { owner }),
      ...(intendedUse !== undefined && { intendedUse }),
      ...(stage !== undefined && { stage }),
    },
  };
}

export function formatsOf(
  options: Pick<SignOptions, 'signature'>,
  section: SignSection,
): readonly SignatureFormat[] {
  return options.signature ?? section.formats ?? ['legacy', 'bundle'];
}

export function attestationsOf(
  options: Pick<SignOptions, 'attest'>,
  section: SignSection,
): readonly AttestationKind[] {
  return options.attest ?? section.attest ?? ['certificate', 'cyclonedx', 'vulns'];
}
