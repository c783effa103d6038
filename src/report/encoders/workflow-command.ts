// Untrusted text in the workflow commands that the Actions runner reads from a step's output.
import { withoutControls } from './terminal.ts';

/** The message of `::error::message` (docs.github.com, «Workflow commands»; actions/toolkit escapes the same). */
export function forCommandData(text: string): string {
  return withoutControls(text).replaceAll('%', '%25');
}

/** A message of several lines of ours, each encoded by itself. */
export function forCommandLines(lines: readonly string[]): string {
  return lines.map(forCommandData).join('%0A');
}

/** A property such as `file=` or `title=`: `:` and `,` would end it. */
export function forCommandProperty(text: string): string {
  return forCommandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
