// Recognises Helm source that was not rendered, and takes what a rendering would fill in for unknown.
import { Hole, isList, isMap, type Tree } from './tree.ts';

/** Helm's objects, wherever they stand in an action, and functions that only Helm has. */
const helmsOwn =
  /\{\{[^{}]*?(?:(?<![\w.)\]])\$?\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|\b(?:include|tpl|toYaml)\s)/;

/** Actions of Go's templates, which Alertmanager's texts are full of, too. */
const named = /\{\{-?\s*(?:define|template)\s/;

/** What a document holds of templates; `{{` of other languages (alerts, workflows) counts as nothing. */
export type Actions = 'none' | 'named' | 'helm';

export function actionsOf(text: string): Actions {
  if (!text.includes('{{')) return 'none';
  return helmsOwn.test(text) ? 'helm' : named.test(text) ? 'named' : 'none';
}

/** Whether a text, YAML or not, may be a template. */
export function mayBeTemplate(text: string): boolean {
  const opened = text.indexOf('{{');
  return opened >= 0 && text.includes('}}', opened + 2);
}

/** The tree of a document with actions: each value or key that holds one makes its place unknown (decision 0285). */
export function withoutActions(tree: Tree, actions: Actions): Tree {
  if (actions === 'none') return tree;
  const isAction = actions === 'helm' ? mayBeTemplate : isActionAlone;
  return replaced(tree, (key) => (key === 'data' || key === 'stringData' ? isAction : mayBeTemplate));
}

type Sees = (text: string) => boolean;

/** `seesIn`: what counts as a template below a key of the root. */
function replaced(tree: Tree, seesIn: (key: string) => Sees, sees: Sees = mayBeTemplate): Tree {
  if (typeof tree === 'string') return sees(tree) ? new Hole('unknown', 'a Helm template fills it in') : tree;
  if (isList(tree)) return tree.map((item) => replaced(item, () => sees, sees));
  if (!isMap(tree)) return tree;
  const entries = Object.entries(tree);
  if (entries.some(([key]) => mayBeTemplate(key)))
    return new Hole('unknown', 'a Helm template names its keys');
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const below = seesIn(key);
      return [key, replaced(value, () => below, below)];
    }),
  );
}

function isActionAlone(text: string): boolean {
  return /^\s*\{\{[^{}]*\}\}\s*$/.test(text);
}
