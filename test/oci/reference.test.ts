// References are read as Docker and skopeo users write them, and mistakes are named.
import { expect, test } from '@jest/globals';
import { formatReference, parseReference } from '../../src/oci/reference.ts';
import { UserError } from '../../src/terms/errors.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['debian', 'docker.io/library/debian:latest'],
  ['debian:12', 'docker.io/library/debian:12'],
  ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
  ['index.docker.io/library/debian:12', 'docker.io/library/debian:12'],
  [`ghcr.io/acme/web@${digest}`, `ghcr.io/acme/web@${digest}`],
  [`ghcr.io/acme/web:1.0@${digest}`, `ghcr.io/acme/web:1.0@${digest}`],
  ['localhost/app', 'localhost/app:latest'],
  ['localhost:5000/team/app:x', 'localhost:5000/team/app:x'],
  ['[::1]:5000/app:x', '[::1]:5000/app:x'],
  ['127.0.0.1:5000/app', '127.0.0.1:5000/app:latest'],
  ['REGISTRY.example/app', 'registry.example/app:latest'],
  ['docker://quay.io/a/b:c', 'quay.io/a/b:c'],
  ['oci:build/image', 'oci:build/image'],
  ['oci:build/image:v1', 'oci:build/image:v1'],
  ['oci:/a:b/c', 'oci:/a:b/c'],
  ['oci-archive:image.tar', 'oci-archive:image.tar'],
  ['docker-archive:a/image:1.tar', 'docker-archive:a/image:1.tar'],
  ['docker-daemon:app:dev', 'docker-daemon:app:dev'],
])('%s is %s', (text, formatted) => {
  const reference = parseReference(text);
  expect(formatReference(reference)).toBe(formatted);
  expect(parseReference(formatted)).toEqual(reference);
});

test.each([
  ['', 'empty'],
  [' debian', 'spaces'],
  ['https://ghcr.io/a/b', 'web address'],
  ['./build/image', 'a path'],
  ['/build/image', 'a path'],
  ['ghcr.io/Acme/web', 'lower case'],
  ['debian:', 'tag'],
  ['debian:a/b:', 'tag'],
  [`debian:${'a'.repeat(129)}`, 'tag'],
  ['debian@sha256:abc', 'no digest'],
  [`debian@${digest}@${digest}`, 'more than one @'],
  ['ghcr.io/', 'no repository name'],
  ['ghcr.io/../../etc', 'no repository name'],
  ['a..b/c?x=y', 'no host name'],
  ['oci:', 'folder'],
  ['oci:dir:', 'last colon'],
  ['docker-archive:', 'file'],
  ['dir:/tmp/x', 'not read'],
])('%j is refused: %s', (text, why) => {
  expect(() => parseReference(text)).toThrow(UserError);
  expect(() => parseReference(text)).toThrow(why);
});
