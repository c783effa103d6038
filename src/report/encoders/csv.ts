// Untrusted text in CSV, which spreadsheets run as formulas.
import { withoutControls } from './terminal.ts';

/** One quoted field (RFC 4180 §2); a leading `=`, `+`, `-`, `@` gets an apostrophe (OWASP, «CSV Injection»). */
export function forCsv(text: string): string {
  const plain = withoutControls(text);
  const inert = /^\s*[=+\-@|%]/.test(plain) ? `'${plain}` : plain;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** A line of fields, ended as RFC 4180 asks. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(forCsv).join(',')}\r\n`;
}
