// Untrusted text on a terminal or in a runner's log: it moves no cursor, reorders nothing, commands nothing.

/**
 * C0 and C1 controls, DEL, the bidirectional controls of Unicode UAX #9 (CVE-2021-42574), zero-width
 * characters, separators that terminals take as line breaks, tags and unpaired surrogates.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

/**
 * One line of text that is safe to print. What was dangerous shows as `\u{…}`; tabs and breaks become spaces.
 * `::` before a letter at the start of a word (not in an IPv6 range) and `##[` are pulled apart: the Actions runner takes a line that begins with the
 * one, or holds the other, as a command (actions/runner, ActionCommand.TryParse).
 */
export function forTerminal(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(unsafe, showCodePoint)
    .replace(/(?<!\S)::(?=[a-z])/gi, ': :')
    .replaceAll('##[', '# #[');
}

/** The same characters replaced by U+FFFD: the first step of every other surface's encoder. */
export function withoutControls(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unsafe, '\ufffd');
}

function showCodePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
