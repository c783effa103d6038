// The two small texts that name a jar: META-INF/MANIFEST.MF and Maven's pom.properties.

const longestText = 512;

/** Main attributes of a manifest by lower-case name (Java's JAR File Specification, «Name-Value pairs»). */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/(?:\r\n|\r|\n) /g, '')
    .split(/\r\n|\r|\n/);
  const end = lines.indexOf('');
  return pairsOf(end < 0 ? lines : lines.slice(0, end), /^([\w-]+):[ ]?(.*)$/);
}

/** The properties of a text as Maven's archiver writes them: one a line, nothing continued. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => !/^\s*[#!]/.test(line));
  return pairsOf(lines, /^\s*([\w.-]+)\s*[=:]([\s\S]*)$/);
}

function pairsOf(lines: readonly string[], pattern: RegExp): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = pattern.exec(line) ?? [];
    const text = value?.replace(/\\(?=[:=#!\\ ])/g, '').trim() ?? '';
    // What no build filled in, `${project.version}`, says nothing.
    if (name === undefined || text === '' || text.length > longestText || text.includes('${')) continue;
    pairs.set(name.toLowerCase(), text);
  }
  return pairs;
}
