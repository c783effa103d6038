// A selector that selects no pod of the stack, or of which nobody can tell.
import type { Path } from '../../model/tree.ts';
import type { Observation } from '../observation.ts';

/** `message` is about the resource, such as `it selects no pod of the stack`. */
export function selectingNothing(path: Path, isSure: boolean, message: string): readonly Observation[] {
  if (!isSure)
    return [{ kind: 'unknown', path, reason: 'whether it selects a pod cannot be told', dependsOn: [] }];
  return [
    {
      kind: 'violation',
      path,
      actual: 'selects no pod of the stack',
      required: 'a selector that selects a pod',
      message,
      edits: [],
    },
  ];
}
