// Gathers what stands behind the images of a stack before it is judged: each digest once, under a deadline.
import { resolve } from 'node:path';
import type { Stack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import type { ImageEvidence } from '../../../policy-pack/rules/images/evidence.ts';
import { rules } from '../../../policy-pack/rules/registry.ts';
import type { StackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { ImagePolicy } from '../../evidence/image/image-policy.ts';
import { parseRegistryReference } from '../../oci/reference.ts';
import { UserError } from '../../terms/errors.ts';
import { type Failure, inLanes, settle } from '../deadline.ts';
import { openEvidenceFolder } from '../evidence/folder.ts';
import type { Outside } from '../outside.ts';
import {
  configuredUser,
  type ImagePlaces,
  judgeEvidence,
  type PlacedImage,
  placeImage,
} from './image-look.ts';
import { stackTerms } from './terms.ts';
import type { PolicyFiles } from './trust.ts';

/** What the rules are told of images; see `RuleContext`. */
export interface ImageKnowledge {
  imageUser(reference: string): string | undefined;
  imageEvidence(reference: string): ImageEvidence | undefined;
}

export interface ImageDesk {
  /** Looks up what the rules would ask about the images of these stacks. Errors: UserError for keys and folders of the policy. */
  look(stacks: readonly Stack[], policy: StackPolicy): Promise<ImageKnowledge>;
}

export interface DeskOptions extends PolicyFiles {
  /** Milliseconds for everything that one look takes; 30,000. */
  readonly deadline?: number;
}

type Ports = Pick<Outside, 'clock' | 'log' | 'home' | 'registryOptions'>;

const usualDeadline = 30_000;

/** What was found stays for as long as the desk: a stack that is judged twice asks once. */
export function openImageDesk(outside: Ports, options: DeskOptions): ImageDesk {
  const users = new Map<string, string | undefined>();
  const evidence = new Map<string, ImageEvidence>();
  return {
    async look(stacks, policy) {
      const source = sourceOf(policy);
      if (source === undefined) return { imageUser: () => undefined, imageEvidence: () => undefined };
      const wanted = wantedOf(stacks, policy);
      const key = (reference: string): string =>
        `${JSON.stringify([policy.certificate, policy.images])}\n${reference}`;
      const missing = [...wanted].filter(
        ([reference, { user, proof }]) =>
          (user && !users.has(key(reference))) || (proof && !evidence.has(key(reference))),
      );
      if (missing.length > 0) {
        const limit = options.deadline ?? usualDeadline;
        const signal = AbortSignal.timeout(limit);
        const places = await openPlaces(source, outside, options, signal);
        const terms = await stackTerms(policy, outside, options);
        const verified = new Map<string, Promise<ImageEvidence>>();
        await inLanes(missing, async ([reference, { user, proof }]) => {
          const name = parseRegistryReference(reference);
          const placed = settle(() => placeImage(name, places), limit, signal);
          if (user) users.set(key(reference), await userOf(placed, limit, signal));
          if (!proof) return;
          const answer = await placed;
          if ('reason' in answer) {
            evidence.set(key(reference), { kind: 'unknown', reason: `${reference}: ${answer.reason}` });
            return;
          }
          const policyOfImage = terms(name);
          const once = `${name.registry}/${name.repository}@${answer.digest}`;
          const judging = verified.get(once) ?? proofOf(answer, policyOfImage, places, limit, signal);
          verified.set(once, judging);
          evidence.set(key(reference), await judging);
        });
      }
      return {
        imageUser: (reference) => users.get(key(reference)),
        imageEvidence: (reference) => evidence.get(key(reference)),
      };
    },
  };
}

function sourceOf({ certificate, images }: StackPolicy): string | undefined {
  const asked = certificate !== undefined || images.signedBy !== undefined;
  return certificate?.from ?? images.from ?? (asked ? 'registry' : undefined);
}

interface Wanted {
  readonly user: boolean;
  readonly proof: boolean;
}

/** Asks the pod rules what they would ask. References that are none are the rules' to report. */
function wantedOf(stacks: readonly Stack[], policy: StackPolicy): ReadonlyMap<string, Wanted> {
  const users = new Set<string>();
  const proofs = new Set<string>();
  for (const stack of stacks) {
    evaluate(stack, policy, {
      rules: rules.filter((rule) => curious.has(rule.id)),
      alone: true,
      imageUser: (reference) => {
        users.add(reference);
        return undefined;
      },
      imageEvidence: (reference) => {
        proofs.add(reference);
        return undefined;
      },
    });
  }
  const all = [...new Set([...users, ...proofs])].filter(isReference).sort();
  return new Map(all.map((one) => [one, { user: users.has(one), proof: proofs.has(one) }]));
}

const curious = new Set(['images/certificate', 'images/signature', 'pod-security/effective-root']);

function isReference(text: string): boolean {
  try {
    parseRegistryReference(text);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function openPlaces(
  source: string,
  { registryOptions }: Ports,
  { directory }: DeskOptions,
  signal: AbortSignal,
): Promise<ImagePlaces> {
  if (source === 'registry') return { kind: 'registry', options: { ...registryOptions, signal } };
  // What a folder holds counts by its signatures, so it may be a change's own.
  const path = resolve(directory, source);
  return { kind: 'folder', path: source, folder: await openEvidenceFolder(path) };
}

async function userOf(
  placed: Promise<PlacedImage | Failure>,
  limit: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const image = await placed;
  if ('reason' in image) return undefined;
  const answer = await settle(async () => ({ user: await configuredUser(image) }), limit, signal);
  return 'reason' in answer ? undefined : answer.user;
}

async function proofOf(
  image: PlacedImage,
  policy: ImagePolicy,
  places: ImagePlaces,
  limit: number,
  signal: AbortSignal,
): Promise<ImageEvidence> {
  const answer = await settle(() => judgeEvidence(image, policy, places), limit, signal);
  return 'reason' in answer ? { kind: 'unknown', reason: answer.reason } : answer;
}
