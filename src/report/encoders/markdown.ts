// Untrusted text in GitHub Flavored Markdown: it stays text, links nowhere, calls nobody.
import { withoutControls } from './terminal.ts';

/**
 * U+2060 WORD JOINER: invisible, and no part of a mention, an issue number, an address or an emoji. Escapes alone
 * do not help there: GitHub looks for those in the rendered text, where the escapes are gone.
 */
const joiner = '\u2060';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '|': '&#124;',
};

/** Prose for a paragraph, a list item or a table cell; one line, never at risk of opening a block. */
export function forMarkdown(text: string): string {
  return breakReferences(withoutControls(text).replace(/\s+/g, ' ').trim())
    .replace(/[\\`*_{}[\]()#+!~$^=@:;-]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/[&<>"|]/g, (character) => entities[character] ?? '');
}

/**
 * An id, a version, a path: a code span, in which GitHub looks for nothing. `|` shows as `¦`, because table cells
 * and code spans disagree on how it is escaped.
 */
export function forMarkdownCode(text: string): string {
  const safe = withoutControls(text).replaceAll('|', '\u00a6');
  if (safe.trim() === '') return '` `';
  const runs = safe.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const margin = /^[` ]|[` \\]$/.test(safe) ? ' ' : '';
  return fence + margin + safe + margin + fence;
}

/** Web addresses, mentions, `#1`, `GH-1`, commit ids, `:emoji:` and `$math$`, each cut by a word joiner. */
function breakReferences(text: string): string {
  return text
    .replace(/[@#$]/g, `$&${joiner}`)
    .replace(/\bGH-(?=\d)/gi, `$&${joiner}`)
    .replace(/\b[0-9a-f]{7,}/gi, (run) => run.replace(/.{6}/g, `$&${joiner}`))
    .replace(/:(?=\/\/|[a-z0-9_+-]+:)/gi, `$&${joiner}`)
    .replace(/\bwww(?=\.)/gi, `$&${joiner}`)
    .replace(/\b(?:mailto|xmpp)(?=:)/gi, `$&${joiner}`);
}
