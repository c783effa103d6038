// Base64 that is read only in its one canonical spelling.

const standard = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** undefined when the text is not standard, padded base64 (RFC 4648 §4); Node's decoder would skip what it cannot read. */
export function decodeBase64(text: string): Buffer | undefined {
  return standard.test(text) ? Buffer.from(text, 'base64') : undefined;
}
