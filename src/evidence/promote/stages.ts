// The stages that an image moves through, and which one comes before which.
import { isTag } from '../../oci/reference.ts';
import { UserError } from '../../terms/errors.ts';

export const defaultStages: readonly string[] = ['dev', 'test', 'prod'];

/** The stage before; undefined for the first. UserError `usage` for a stage that there is not. */
export function stageBefore(stages: readonly string[], stage: string): string | undefined {
  const at = stages.indexOf(stage);
  if (at >= 0 && isTag(stage)) return stages[at - 1];
  throw new UserError(
    'usage',
    `${JSON.stringify(stage)} is no stage`,
    `Name one of ${stages.join(', ')}, or add it to images.promote.stages.`,
  );
}
