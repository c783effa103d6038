// Percent-encoding as package URLs use it: everything but letters, digits, `.`, `-`, `_`, `~` and `:`.

const plain = /^[A-Za-z0-9.\-_~:]*$/;

/** One component or segment, encoded. A lone surrogate becomes U+FFFD. */
export function encode(text: string): string {
  if (plain.test(text)) return text;
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A path, segment by segment; its slashes stay. */
export function encodeSegments(text: string): string {
  return text.split('/').map(encode).join('/');
}

/** Undefined where a percent sign does not begin a UTF-8 character. */
export function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return undefined;
    throw cause;
  }
}
