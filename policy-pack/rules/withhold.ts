// Keeps what Pulumi marks secret out of every finding: a rule may judge a secret, and quotes of it are taken out here.
import type { FactDetails, Finding } from '../../src/terms/finding.ts';
import type { Resource } from '../model/resource.ts';
import { isList, isMap, Secret, type Tree } from '../model/tree.ts';

/** Shorter ones are words of every language, such as `true`. */
const shortest = 4;
/** Of a secret such as an address with a password in it, parts of this length are withheld too. */
const shortestPart = 8;
const shownAs = '[secret]';

/** Texts inside the secrets of these resources, longest first. */
export function secretTexts(resources: readonly Resource[]): readonly string[] {
  const found = new Set<string>();
  const walk = (tree: Tree, secret: boolean): void => {
    if (tree instanceof Secret) walk(tree.inner, true);
    else if (isList(tree)) for (const item of tree) walk(item, secret);
    else if (isMap(tree)) for (const value of Object.values(tree)) walk(value, secret);
    else if (secret && (typeof tree === 'string' || typeof tree === 'number')) add(String(tree));
  };
  const add = (text: string): void => {
    if (text.length >= shortest) found.add(text);
    for (const part of text.split(/[^\w.-]+/)) if (part.length >= shortestPart) found.add(part);
  };
  for (const { tree } of resources) walk(tree, false);
  return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** The finding with `[secret]` in place of each of the texts. */
export function withhold(finding: Finding, secrets: readonly string[]): Finding {
  const { details } = finding;
  if (secrets.length === 0 || details.kind !== 'fact') return finding;
  const hide = (text: string): string => withholdFrom(text, secrets);
  return { ...finding, message: hide(finding.message), details: hideFacts(details, hide) };
}

/** The text with `[secret]` in place of each of the texts. */
export function withholdFrom(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, shownAs), text);
}

function hideFacts(facts: FactDetails, hide: (text: string) => string): FactDetails {
  const { actual, patch } = facts;
  return {
    ...facts,
    ...(actual !== undefined && { actual: hide(actual) }),
    ...(patch !== undefined && { patch: { yaml: hide(patch.yaml), typescript: hide(patch.typescript) } }),
  };
}
