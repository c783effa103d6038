// Jars as builds make them, for tests: what is in one is given by path.
import { zipOf } from '../../advisories/zip-of.ts';

export type JarFiles = Readonly<Record<string, string | Buffer>>;

export const anyClass = { 'org/example/Main.class': 'cafebabe' };

export function jarOf(files: JarFiles): Buffer {
  return zipOf(Object.entries(files));
}

/** The file that Maven's archiver writes. */
export function pomProperties(group: string, artifact: string, version: string): JarFiles {
  const text = `#Created by Apache Maven 3.9.9\nversion=${version}\ngroupId=${group}\nartifactId=${artifact}\n`;
  return { [`META-INF/maven/${group}/${artifact}/pom.properties`]: text };
}

export function manifestOf(attributes: Readonly<Record<string, string>>): JarFiles {
  const lines = Object.entries(attributes).map(([name, value]) => `${name}: ${value}`);
  return {
    'META-INF/MANIFEST.MF': [
      'Manifest-Version: 1.0',
      ...lines,
      '',
      'Name: x/',
      'Implementation-Version: 9',
    ].join('\r\n'),
  };
}
