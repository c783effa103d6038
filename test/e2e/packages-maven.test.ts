// Real libraries that Maven fetches: each jar is the artifact that Maven says it is, alone and packed into an application.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { maven } from '../../src/packages/maven/format.ts';
import { inventoryOf, refusalLines } from '../packages/image-of.ts';
import { run, testWith } from './packages-tools.ts';

/** Built by Maven, by Gradle and by Ant; with coordinates inside, with a group in the manifest, with neither. */
const libraries = [
  'com.fasterxml.jackson.core:jackson-databind:2.13.2',
  'com.h2database:h2:2.1.210',
  'com.squareup.okhttp3:okhttp:4.9.1',
  'io.grpc:grpc-core:1.45.1',
  'io.micrometer:micrometer-core:1.8.4',
  'io.netty:netty-codec-http:4.1.75.Final',
  'io.projectreactor:reactor-core:3.4.16',
  'org.apache.kafka:kafka-clients:3.4.0',
  'org.apache.logging.log4j:log4j-core:2.14.1',
  'org.apache.tomcat.embed:tomcat-embed-core:9.0.60',
  'org.aspectj:aspectjweaver:1.9.7',
  'org.bouncycastle:bcprov-jdk15on:1.70',
  'org.codehaus.groovy:groovy:3.0.9',
  'org.hibernate:hibernate-core:5.6.5.Final',
  'org.jetbrains.kotlin:kotlin-stdlib:1.4.10',
  'org.postgresql:postgresql:42.3.3',
  'org.springframework.boot:spring-boot:2.6.5',
  'org.springframework.security:spring-security-web:5.6.2',
  'org.springframework:spring-core:5.3.17',
  'org.yaml:snakeyaml:1.29',
];

function pomOf(all: readonly string[]): string {
  const dependencies = all.map((line) => {
    const [group, artifact, version] = line.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>test</groupId>
<artifactId>test</artifactId><version>1</version><dependencies>${dependencies.join('\n')}</dependencies></project>`;
}

describe('libraries from Maven', () => {
  testWith('mvn', 'jar')(
    'are the artifacts that Maven resolved, and the same when a war carries them',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'seaworthy-mvn-'));
      try {
        writeFileSync(join(folder, 'pom.xml'), pomOf(libraries));
        const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';
        const into = join(folder, 'application/WEB-INF/lib');
        mkdirSync(into, { recursive: true });
        run(
          'mvn',
          [
            '-q',
            '-B',
            `${plugin}:copy-dependencies`,
            '-DexcludeTransitive=true',
            `-DoutputDirectory=${into}`,
          ],
          folder,
        );
        const names = readdirSync(into);
        expect(names).toHaveLength(libraries.length);
        const expected = libraries
          .map((line) => line.split(':'))
          .map(([g, a, v]) => `pkg:maven/${g}/${a}@${v}`);

        const alone = Object.fromEntries(
          names.map((name) => [`app/lib/${name}`, readFileSync(join(into, name))]),
        );
        const loose = await inventoryOf([maven], alone);
        expect(refusalLines(loose)).toEqual([]);
        expect(loose.packages.map(({ purl }) => purl)).toEqual(expected.sort());

        run('jar', ['--create', '--file', 'shop.war', '-C', 'application', '.'], folder);
        const war = await inventoryOf([maven], { 'srv/shop.war': readFileSync(join(folder, 'shop.war')) });
        expect(refusalLines(war)).toEqual([]);
        expect(war.packages.map(({ purl }) => purl)).toEqual(expected.sort());
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );
});
