// Recognises Helm source that was not rendered.

const helmAction =
  /\{\{-?\s*(?:\$?\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:include|tpl|define|template|toYaml)\s)/;

/** Whether a text holds Helm's own actions; `{{` of other languages (alerts, workflows) does not count. */
export function isTemplated(text: string): boolean {
  return text.includes('{{') && helmAction.test(text);
}

/** Whether text that is no YAML may be one because it is a template. */
export function mayBeTemplate(text: string): boolean {
  return /\{\{-?[\s\S]*?\}\}/.test(text);
}
