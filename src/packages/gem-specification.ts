// A gem's specification as RubyGems writes it when it installs one: a program, of which only plain words are read.

const longestText = 512;
/** What RubyGems writes as second line since 2.0, to know a gem without running its specification. */
const stub = /^# stub: (\S+) (\S+) (\S+)/m;
const nameLine = /^\s*s\.name\s*=\s*["']([^"']+)["']/m;
const versionLine = /^\s*s\.version\s*=\s*(?:Gem::Version\.new\(?\s*)?["']([^"']+)["']/m;
const licenseLine = /^\s*s\.licenses?\s*=\s*(.*)$/m;

/** `[name, version, platform, …licences]`; empty when neither the stub nor plain assignments say the first two. */
export function readSpecification(text: string): string[] {
  const [, stubName, stubVersion, platform = 'ruby'] = stub.exec(text) ?? [];
  const name = stubName ?? nameLine.exec(text)?.[1];
  const version = stubVersion ?? versionLine.exec(text)?.[1];
  if (name === undefined || version === undefined || name.length + version.length > longestText) return [];
  const licenses = (licenseLine.exec(text)?.[1] ?? '').matchAll(/["']([^"']{1,128})["']/g);
  return [name, version, platform, ...Array.from(licenses, ([, license = '']) => license)];
}
