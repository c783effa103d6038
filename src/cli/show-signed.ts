// What `sign` and `attest` say at their end.
import { amount } from '../report/counts.ts';
import { forTerminal } from '../report/encoders/terminal.ts';
import type { SignAnswer } from '../run/sign.ts';
import { shortDigest } from '../terms/digest.ts';
import type { Grade } from '../terms/verdict.ts';

export function showSigned(
  answer: SignAnswer,
  grade: Grade | undefined,
  done: 'Signed' | 'Attested' = 'Signed',
): string {
  if (answer.kind === 'refused') {
    const lines = answer.reasons.map(
      ({ message, fix }) => `  ${forTerminal(message)}\n   fix: ${forTerminal(fix)}\n`,
    );
    return `Not ${done.toLowerCase()}: the image is not fit to run.\n${lines.join('')}`;
  }
  const lines = answer.images.map(({ digest, written, kept, replaced, undeletable, legacy }) => {
    const parts = [
      ...(legacy === undefined ? [] : [legacy ? 'legacy signature written' : 'legacy signature there']),
      `${amount(written.length, 'bundle')} written`,
      ...(kept.length === 0 ? [] : [`${kept.length} there already`]),
      ...(replaced.length === 0 ? [] : [`${replaced.length} replaced`]),
      ...(undeletable.length === 0 ? [] : [`${undeletable.length} that the registry does not delete`]),
    ];
    return `  ${shortDigest(digest)}  ${parts.join(', ')}\n`;
  });
  const letter = grade?.letter === undefined ? '' : `, grade ${grade.letter}`;
  return `${done} ${forTerminal(answer.name)}${letter}.\n${lines.join('')}`;
}
