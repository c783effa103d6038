// Libraries whose build writes no Maven coordinates into the jar (Gradle, Ant): their group, by name and content.

export interface Publisher {
  readonly group: string;
  /** The artifacts of it. */
  readonly artifact: RegExp;
  /** A folder of classes that one of them has, so that a name alone is not believed. */
  readonly classes: RegExp;
  /** Where the group was changed: the versions that are of this one. */
  readonly versions?: RegExp;
}

/** Up to the third: before they changed their group. */
const old = /^[123]\./;

/** The first that fits counts. Groups as the publishers' own documentation tells their users to write them. */
const publishers: readonly Publisher[] = [
  {
    group: 'org.springframework.boot',
    artifact: /^spring-boot(?:-[a-z0-9-]+)?$/,
    classes: /^org\/springframework\/boot\//,
  },
  {
    group: 'org.springframework.security',
    artifact: /^spring-security-[a-z0-9-]+$/,
    classes: /^org\/springframework\/security\//,
  },
  {
    group: 'org.springframework',
    artifact:
      /^spring-(?:aop|aspects|beans|context|context-indexer|context-support|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    classes: /^org\/(?:springframework|apache\/commons\/logging)\//,
  },
  {
    group: 'org.apache.tomcat.embed',
    artifact: /^tomcat-embed-[a-z-]+$/,
    classes: /^org\/apache\/|^(?:jakarta|javax)\//,
  },
  {
    group: 'org.apache.kafka',
    artifact: /^kafka(?:-clients|-streams|_\d[\d.]*)?$/,
    classes: /^(?:org\/apache\/)?kafka\//,
  },
  {
    group: 'org.codehaus.groovy',
    artifact: /^groovy(?:-[a-z0-9]+)*$/,
    classes: /^org\/apache\/groovy\/|^groovy\//,
    versions: old,
  },
  { group: 'org.apache.groovy', artifact: /^groovy(?:-[a-z0-9]+)*$/, classes: /^org\/apache\/groovy\// },
  { group: 'org.apache.lucene', artifact: /^lucene-[a-z-]+$/, classes: /^org\/apache\/lucene\// },
  {
    group: 'org.elasticsearch',
    artifact: /^elasticsearch(?:-[a-z0-9-]+)?$/,
    classes: /^org\/elasticsearch\//,
  },
  {
    group: 'org.jetbrains.kotlin',
    artifact: /^kotlin-(?:stdlib|reflect)(?:-[a-z0-9]+)?$/,
    classes: /^kotlin\//,
  },
  { group: 'org.jetbrains.kotlinx', artifact: /^kotlinx-[a-z0-9-]+$/, classes: /^kotlinx\// },
  {
    group: 'com.squareup.okhttp3',
    artifact: /^(?:okhttp|logging-interceptor|okhttp-[a-z0-9-]+)$/,
    classes: /^okhttp3\//,
  },
  { group: 'com.squareup.okio', artifact: /^okio(?:-[a-z0-9]+)?$/, classes: /^okio\// },
  { group: 'com.squareup.retrofit2', artifact: /^retrofit$/, classes: /^retrofit2\// },
  {
    group: 'com.github.ben-manes.caffeine',
    artifact: /^(?:caffeine|guava|jcache)$/,
    classes: /^com\/github\/benmanes\/caffeine\//,
  },
  { group: 'io.grpc', artifact: /^grpc-[a-z0-9-]+$/, classes: /^io\/grpc\// },
  { group: 'io.micrometer', artifact: /^micrometer-[a-z0-9-]+$/, classes: /^io\/micrometer\// },
  { group: 'io.opentelemetry', artifact: /^opentelemetry-[a-z0-9-]+$/, classes: /^io\/opentelemetry\// },
  { group: 'io.projectreactor', artifact: /^reactor-core$/, classes: /^reactor\// },
  {
    group: 'io.projectreactor.netty',
    artifact: /^reactor-netty-(?:core|http)$/,
    classes: /^reactor\/netty\//,
  },
  { group: 'io.reactivex.rxjava3', artifact: /^rxjava$/, classes: /^io\/reactivex\/rxjava3\// },
  {
    group: 'org.bouncycastle',
    artifact: /^bc(?:prov|pkix|util|tls|mail|pg)-[a-z0-9]+$/,
    classes: /^org\/bouncycastle\//,
  },
  { group: 'org.aspectj', artifact: /^aspectj(?:rt|weaver|tools)$/, classes: /^org\/aspectj\// },
  { group: 'org.postgresql', artifact: /^postgresql$/, classes: /^org\/postgresql\// },
  { group: 'com.mysql', artifact: /^mysql-connector-j$/, classes: /^com\/mysql\// },
  { group: 'com.h2database', artifact: /^h2$/, classes: /^org\/h2\// },
  {
    group: 'org.hibernate',
    artifact: /^hibernate-(?:core|envers)$/,
    classes: /^org\/hibernate\//,
    versions: /^[345]\./,
  },
  { group: 'org.hibernate.orm', artifact: /^hibernate-(?:core|envers)$/, classes: /^org\/hibernate\// },
  {
    group: 'org.hibernate.common',
    artifact: /^hibernate-commons-annotations$/,
    classes: /^org\/hibernate\//,
  },
  {
    group: 'org.checkerframework',
    artifact: /^checker-(?:qual|compat-qual)$/,
    classes: /^org\/checkerframework\//,
  },
  { group: 'org.reactivestreams', artifact: /^reactive-streams$/, classes: /^org\/reactivestreams\// },
  { group: 'org.lz4', artifact: /^lz4-java$/, classes: /^net\/jpountz\// },
  { group: 'io.perfmark', artifact: /^perfmark-[a-z]+$/, classes: /^io\/perfmark\// },
  { group: 'antlr', artifact: /^antlr$/, classes: /^antlr\//, versions: old },
];

/** The publisher that an artifact's name, version and classes speak for. */
export function publisherOf(
  artifact: string,
  version: string,
  has: (path: RegExp) => boolean,
): string | undefined {
  return publishers.find(
    (each) => each.artifact.test(artifact) && (each.versions?.test(version) ?? true) && has(each.classes),
  )?.group;
}
