// `seaworthy promote IMAGE --to STAGE`, and `quarantine`: which stage an image may run in.
import { type PromoteSection, promoteSectionOf } from '../evidence/promote/section.ts';
import { defaultStages, stageBefore } from '../evidence/promote/stages.ts';
import { type SignSection, signSectionOf } from '../evidence/sign/section.ts';
import { forTerminal } from '../report/encoders/terminal.ts';
import { policySections } from '../run/policy/sections.ts';
import { promoteImage } from '../run/promote.ts';
import { hoursOfDuration } from '../terms/duration.ts';
import { Bug } from '../terms/errors.ts';
import type { CliCommand } from './command.ts';
import {
  addPlaceOptions,
  addWishOptions,
  evidenceWish,
  openEvidenceRun,
  type PlaceOptions,
  type WishOptions,
} from './evidence-run.ts';
import { addSignerOptions, openSignerOf, type SignerOptions } from './signer-options.ts';
import { addTrustOptions, type TrustOptions, trustWish } from './trust-options.ts';
import { addTufOptions } from './tuf-options.ts';

interface PromoteOptions extends PlaceOptions, SignerOptions, TrustOptions, WishOptions {
  readonly to: string;
  readonly stages?: readonly string[];
  readonly policy?: string;
  readonly target?: string;
}

export const promote: CliCommand = {
  define(command, context, exit) {
    const image = addPlaceOptions(command).requiredOption(
      '--to <stage>',
      'where it goes: the tag that moves',
    );
    addWishOptions(addTrustOptions(addSignerOptions(addTufOptions(image))))
      .option('--stages <stage...>', `all stages, first to last (default: ${defaultStages.join(' ')})`)
      .option('--policy <file>', 'the policy with images.promote (default: as for gate)')
      .option('--target <place>', 'registry/repository or oci:DIR to promote into, with all evidence')
      .addHelpText(
        'after',
        `
Examples:
  seaworthy promote registry.example/app:test --to prod --key cosign.key --max-age 7d
  seaworthy promote registry.example/app:test --to prod --key cosign.key --target registry.example/live/app

The image must stand at the stage before, with a certificate that is valid and has not ended. The digest stays; the
certificate is signed for the new stage and verified again, and only then the tag moves. Ends with 1 when refused.`,
      )
      .action(async (reference: string, options: PromoteOptions) => {
        const outside = openEvidenceRun(options, context);
        try {
          const { to, target, name } = options;
          const sections = await policySections(options.policy, context.directory, outside);
          const section = promoteSectionOf(sections);
          const stages = options.stages ?? section.stages ?? defaultStages;
          const signSection = signSectionOf(sections);
          const signing = await openSignerOf(options, signSection, context, outside);
          const { certificate, ...wish } = evidenceWish(withPolicy(options, section, signSection), true);
          if (certificate === undefined) throw new Bug('promotion without a certificate');
          const own = signing.signer.certificate === undefined ? { own: signing.signer.key.publicKey } : {};
          const answer = await promoteImage(
            {
              reference,
              to,
              stages,
              signing,
              evidence: { ...wish, certificate },
              trust: { ...trustWish(options, options.verifyKey ?? section.keys), ...own },
              ...(target !== undefined && { target }),
              ...(name !== undefined && { name }),
            },
            outside,
          );
          if (answer.kind === 'promoted') {
            context.print(`Promoted to ${answer.stage}: ${forTerminal(answer.place)}@${answer.digest}\n`);
          } else {
            const why = answer.why.map((line) => `  ✘ ${forTerminal(line)}\n`).join('');
            context.print(
              `Not promoted: ${answer.digest}\n${why}${adviceOn(answer.why, stageBefore(stages, to))}`,
            );
          }
          exit(answer.kind === 'promoted' ? 0 : 1);
        } finally {
          outside.close();
        }
      });
  },
};

/** What to do; a stage that was left out says so itself. */
function adviceOn(why: readonly string[], before: string | undefined): string {
  if (why.some((line) => line.startsWith('the tag '))) return '';
  const stage = before === undefined ? '' : ` --stage ${before}`;
  const fix = why.some((line) => line.startsWith('quarantine'))
    ? 'Take another image; who marked this one ends it with `seaworthy quarantine --release`.'
    : `\`seaworthy evidence\` shows what is attached; \`seaworthy sign${stage}\` gates and signs it anew.`;
  return `   fix: ${fix}\n`;
}

/** The command line beats the policy. */
function withPolicy(
  options: WishOptions,
  { maxAge, minimumGrade }: PromoteSection,
  { verifier }: SignSection,
): WishOptions {
  const hours = maxAge === undefined ? undefined : hoursOfDuration(maxAge);
  return {
    ...(hours !== undefined && { maxAge: hours * 3_600_000 }),
    ...(minimumGrade !== undefined && { minimumGrade }),
    // Who judges is who signs there: what `sign` wrote by this policy is what `promote` looks for.
    ...(verifier !== undefined && { verifier }),
    ...options,
  };
}
