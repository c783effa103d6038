// Whether a statement of an AWS policy lets everyone in: whom it names, and what its conditions leave of «everyone».
import { isList, isMap } from '../../../model/tree.ts';
import { entriesAt, go, isSet, itemsAt, type Spot, textAt } from '../../spot.ts';
import { isFixed } from './fixed.ts';

/** Throws `Unseen`. */
export function letsEveryoneIn(statement: Spot): boolean {
  if (textAt(statement, 'Effect') !== 'Allow') return false;
  // «Doing so allows all principals except the one named in the NotPrincipal element.»
  const isOpen = isSet(statement, 'NotPrincipal') || namesEveryone(go(statement, 'Principal'));
  return isOpen && !isNarrowed(statement);
}

function namesEveryone(principal: Spot): boolean {
  if (isMap(principal.tree)) return namesEveryone(go(principal, 'AWS'));
  return valuesAt(principal).some((one) => textAt(one) === '*');
}

/** Every condition has to hold, so one that holds for some alone is enough. */
function isNarrowed(statement: Spot): boolean {
  return entriesAt(statement, 'Condition').some(([operator, keys]) =>
    entriesAt(keys).some(([key, values]) => narrows(operator, key, valuesAt(values))),
  );
}

/** Any value of a condition is enough for it, so each has to be fixed. */
function narrows(operator: string, key: string, values: readonly Spot[]): boolean {
  const test = isFixed(key, plainOperator(operator));
  return test !== undefined && values.length > 0 && values.every(test);
}

/**
 * `…IfExists` and `ForAllValues:` hold where the request has no such key, as that of a stranger has none:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function plainOperator(operator: string): string {
  return operator.toLowerCase().replace(/^foranyvalue:/, '');
}

/** One value may stand without a list. */
function valuesAt(spot: Spot): readonly Spot[] {
  if (isList(spot.tree)) return itemsAt(spot);
  return isSet(spot) ? [spot] : [];
}
