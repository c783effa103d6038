// Whether a text of a certificate is the one that a policy names: exactly, or by an explicit anchored pattern.
import type { TextMatch } from './signer.ts';

const longest = 2048;

/** `*` does not cross `/` or `@`, so that a pattern's fixed parts cannot be moved into another part of the name. */
export function matchesText(match: TextMatch, text: string): boolean {
  if (match.kind === 'exact') return match.value !== '' && text === match.value;
  if (text.length > longest) return false;
  return matchesPattern(match.pattern, text);
}

/** Two pointers, one point to go back to: linear in practice and never exponential. */
function matchesPattern(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern;
      resume = inText;
      inPattern += 1;
    } else if (inPattern < pattern.length && pattern[inPattern] === text[inText]) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0 && text[resume] !== '/' && text[resume] !== '@') {
      resume += 1;
      inText = resume;
      inPattern = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length && pattern !== '';
}

export function matchDescription(match: TextMatch): string {
  return match.kind === 'exact'
    ? JSON.stringify(match.value)
    : `the pattern ${JSON.stringify(match.pattern)}`;
}
