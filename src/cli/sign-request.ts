// The options of `sign` and `attest` that end in the certificate, and the request they make.
import type { Command } from 'commander';
import type { SignatureFormat } from '../evidence/publish/sign-image.ts';
import type { AttestationKind, SignRequest } from '../run/sign.ts';
import type { GitHubEnvironment } from '../terms/environment.ts';
import { defaultVerifier } from './evidence-run.ts';
import type { ImageOptions } from './image-options.ts';
import type { SignerOptions } from './signer-options.ts';

export interface SignOptions extends ImageOptions, SignerOptions {
  readonly policy?: string;
  readonly signature: readonly SignatureFormat[];
  readonly attest: readonly AttestationKind[];
  readonly name?: string;
  readonly verifier: string;
  readonly policyUri?: string;
  readonly owner?: string;
  readonly intendedUse?: string;
  readonly stage?: string;
}

export function addTermsOptions(command: Command): Command {
  return command
    .option('--policy <file>', 'the policy that decides (default: as for gate)')
    .option('--name <name>', 'name in the subjects, for images in no registry')
    .option('--verifier <uri>', 'who judged, in the certificate', defaultVerifier)
    .option('--policy-uri <uri>', 'where the policy can be read')
    .option('--owner <team>', 'who answers for the image')
    .option('--intended-use <text>', 'what the image is certified for')
    .option('--stage <stage>', 'promotion stage that the certificate is for');
}

type Terms = Pick<SignOptions, 'name' | 'verifier' | 'policyUri' | 'owner' | 'intendedUse' | 'stage'>;

export function signRequest(
  reference: string,
  { name, verifier, policyUri, owner, intendedUse, stage }: Terms,
  github: GitHubEnvironment,
): Pick<SignRequest, 'reference' | 'name' | 'terms' | 'github'> {
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
