// Claims that wait for a volume of their class, which somebody has to make by hand.
import { labelsAt, readSelector, selects } from '../../../model/selector.ts';
import { ofKind, type Stack } from '../../../model/stack.ts';
import { go, isSet, pathOf, type Spot, spotAt, textAt, Unseen } from '../../spot.ts';
import { className } from '../joins.ts';
import { bindingOf } from './binding.ts';

/** Throws `Unseen` where the stack has volumes of the class for anyone to claim, and none of them fits. */
export function waitForVolume(stack: Stack, claim: Spot): void {
  const name = className(claim);
  if (name === undefined || (textAt(claim, 'spec', 'volumeName') ?? '') !== '') return;
  const offered = ofKind(stack, 'PersistentVolume', '').filter(({ tree }) => {
    const volume = spotAt(tree);
    return !isSet(volume, 'spec', 'claimRef') && (className(volume) ?? '') === name;
  });
  const selector = readSelector(claim.tree, ['spec', 'selector']);
  const fits = offered.some(
    ({ tree, name: volume }) =>
      selects(selector, labelsAt(tree, ['metadata', 'labels'])) === 'yes' &&
      bindingOf(claim, spotAt(tree), volume).length === 0,
  );
  if (offered.length === 0 || fits) return;
  throw new Unseen(pathOf(go(claim, 'spec')), `no volume of class ${name || '(none)'} in the stack fits it`);
}
