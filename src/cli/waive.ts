// `seaworthy waive ID`: writes an exemption with owner, reason and last day into the policy file.
import { resolve } from 'node:path';
import { rules as stackRules } from '../../policy-pack/rules/registry.ts';
import { parsePolicy } from '../gate/policy-file.ts';
import { closest } from '../gate/spelling.ts';
import { addWaiver } from '../gate/waiver-text.ts';
import { findPolicy, type PolicyText, policyPlaces } from '../run/policy/files.ts';
import { parsing } from '../run/policy/parsing.ts';
import { writeWhole } from '../run/whole-file.ts';
import { UserError } from '../terms/errors.ts';
import { inTurn } from '../terms/turn.ts';
import type { Waiver } from '../terms/verdict.ts';
import type { CliCommand } from './command.ts';

interface WaiveOptions {
  readonly subject: string;
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
  readonly policy?: string;
}

export const waive: CliCommand = {
  define(command, context) {
    command
      .argument('<id>', 'the advisory or rule, such as CVE-2026-1234 or hardening/setuid')
      .requiredOption(
        '--subject <subject>',
        'what it holds for: a package URL without version, an image, a URN',
      )
      .requiredOption('--owner <owner>', 'who answers for it')
      .requiredOption('--reason <text>', 'why the risk is taken')
      .requiredOption('--expires <day>', 'last day on which it holds, YYYY-MM-DD (UTC)')
      .option('--policy <file>', 'the policy (default: .github/seaworthy.yaml or seaworthy.yaml)')
      .addHelpText(
        'after',
        `
Example:
  seaworthy waive CVE-2026-1234 --subject pkg:deb/debian/openssl --owner "@acme/web" \\
    --reason "the vulnerable function is not called" --expires 2026-12-24

On a pull request the base branch's policy decides: the waiver helps once it is merged.`,
      )
      .action((rule: string, { subject, owner, reason, expires, policy }: WaiveOptions) => {
        refuseUnknown(rule);
        const waiver: Waiver = { rule, subject, owner, reason, expires };
        const { file } = findPolicy(context.directory, policy) ?? missing();
        const path = resolve(context.directory, file);
        // Read within the turn: what another run has added since would be lost.
        inTurn(path, () => {
          const found = findPolicy(context.directory, policy) ?? missing();
          refuseDouble(found, waiver, context.clock.now());
          const text = addWaiver(found.text, waiver, found.file);
          // The file is read as a gate would read it before anything is written.
          parsePolicy(text, { ...parsing, now: context.clock.now(), file: found.file });
          writeWhole(path, text);
        });
        context.print(`Waived ${rule} for ${subject} until ${expires} in ${file}.\n`);
      });
  },
};

/** A rule of one of our areas that we do not have is misspelt; other names may be of tools whose reports are imported. */
function refuseUnknown(rule: string): void {
  const known = [...(parsing.rules ?? []), ...stackRules].map(({ id }) => id);
  const area = `${rule.split('/')[0]}/`;
  if (known.includes(rule) || !known.some((id) => id.startsWith(area))) return;
  const meant = closest(rule, known);
  const fix = meant === undefined ? `Rules of ${area} are listed in docs/.` : `Did you mean ${meant}?`;
  throw new UserError('waiver', `there is no rule ${rule}`, fix);
}

function missing(): never {
  throw new UserError(
    'policy',
    `there is no policy file (${policyPlaces.join(', ')})`,
    'Write one with `seaworthy init`, or name it with --policy.',
  );
}

function refuseDouble({ file, text }: PolicyText, waiver: Waiver, now: Date): void {
  const { layer } = parsePolicy(text, { ...parsing, now, file, expired: 'drop' });
  const same = layer.waivers?.find((one) => one.rule === waiver.rule && one.subject === waiver.subject);
  if (same === undefined) return;
  throw new UserError(
    'waiver',
    `${file} waives ${waiver.rule} for ${waiver.subject} already, until ${same.expires}`,
    'Let its owner decide on a new day and change it there.',
    { at: { file } },
  );
}
