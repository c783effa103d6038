// What the user configured for the pack, held against what there is to configure.
import { closest } from '../../src/gate/spelling.ts';
import { UserError } from '../../src/terms/errors.ts';
import { rules } from '../rules/registry.ts';
import { policyName, wholeStack, wholeStackProperties } from './policies.ts';
import type { PolicySetting } from './wire/requests.ts';

/** By the name of the pack policy. */
export type Settings = ReadonlyMap<string, PolicySetting>;

/** Errors: `UserError` policy. The engine passes on whatever stands in the file, and a misspelt name would do nothing. */
export function checkSettings(settings: Settings): void {
  const names = [wholeStack, ...rules.map(({ id }) => policyName(id))];
  for (const [name, { properties }] of settings) {
    // The engine spreads it over all policies, and passes it on too.
    if (name !== 'all' && !names.includes(name)) throw wrong(`the pack policy ${name}`, name, names);
    const known = name === wholeStack ? Object.keys(wholeStackProperties) : [];
    const odd = Object.keys(properties).find((key) => !known.includes(key));
    if (odd !== undefined) throw wrong(`the property ${odd} of ${name}`, odd, known);
  }
}

function wrong(what: string, word: string, known: readonly string[]): UserError {
  const near = closest(word, known);
  const fix = near === undefined ? 'Take it out of the configuration.' : `Did you mean ${near}?`;
  return new UserError('policy', `the configuration of the pack sets ${what}, which there is not`, fix);
}
