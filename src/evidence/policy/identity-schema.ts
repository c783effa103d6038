// How the policy file names who may sign: an identity, exactly unless it says pattern, or a key.
import { z } from 'zod';
import type { CertificateIdentity, ExtensionName, TextMatch } from '../verify/signer.ts';

const exact = z.string().min(1).max(2048);
const pattern = exact.refine(
  (text) => text.includes('*'),
  'a pattern holds at least one *; without, name it exactly',
);

const identityShape = z
  .strictObject({
    subject: exact
      .optional()
      .describe('The signer, exactly: the address of a workflow or an e-mail address.'),
    subjectPattern: pattern
      .optional()
      .describe('The signer, where * stands for any run without / and @; the whole text must match.'),
    issuer: exact.describe(
      'Who vouches for the signer, exactly: https://token.actions.githubusercontent.com.',
    ),
    repository: exact.optional().describe('OWNER/NAME of the repository whose workflow signed.'),
    ref: exact.optional().describe('The ref that the workflow ran for, such as refs/heads/main.'),
    refPattern: pattern.optional().describe('The same as a pattern, such as refs/tags/v*.'),
    trigger: exact.optional().describe('The event that started the workflow, such as push.'),
    workflow: exact.optional().describe('Name of the workflow.'),
    runner: z.enum(['github-hosted', 'self-hosted']).optional().describe('Where the workflow ran.'),
  })
  .refine(({ subject, subjectPattern }) => (subject === undefined) !== (subjectPattern === undefined), {
    error: 'name either subject or subjectPattern',
  })
  .refine(({ ref, refPattern }) => ref === undefined || refPattern === undefined, {
    error: 'name either ref or refPattern',
  });

const keyShape = z.strictObject({
  key: z.string().min(1).describe('Path of a public key in PEM.'),
});

/** `{ subject | subjectPattern, issuer, … }` or `{ key }`. */
export const signerSchema = z.union([identityShape, keyShape]);
export type SignerSetting = z.infer<typeof signerSchema>;

function matchOf(value: string | undefined, wild: string | undefined): TextMatch | undefined {
  if (value !== undefined) return { kind: 'exact', value };
  return wild === undefined ? undefined : { kind: 'pattern', pattern: wild };
}

/** The identity that a setting names; its key's path when it names a key. */
export function signerOf(
  setting: SignerSetting,
): CertificateIdentity | { readonly kind: 'key-file'; readonly path: string } {
  if ('key' in setting) return { kind: 'key-file', path: setting.key };
  const { subject, subjectPattern, issuer, repository, ref, refPattern, trigger, workflow, runner } = setting;
  const wanted: readonly (readonly [ExtensionName, TextMatch | undefined])[] = [
    ['repository', matchOf(repository, undefined)],
    ['ref', matchOf(ref, refPattern)],
    ['trigger', matchOf(trigger, undefined)],
    ['workflowName', matchOf(workflow, undefined)],
    ['runnerEnvironment', matchOf(runner, undefined)],
  ];
  const extensions = new Map<ExtensionName, TextMatch>();
  for (const [name, match] of wanted) if (match !== undefined) extensions.set(name, match);
  return {
    kind: 'certificate',
    subject: matchOf(subject, subjectPattern) ?? { kind: 'exact', value: '' },
    issuer: { kind: 'exact', value: issuer },
    extensions,
  };
}
