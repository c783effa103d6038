// Names in dpkg's database that no archive has: they would match no advisory, so the database is not believed.
import { expect, test } from '@jest/globals';
import { readStatus } from '../../../src/packages/dpkg/status.ts';

const paragraph = (name: string, source = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nVersion: 1.0\nArchitecture: amd64\n${source}\n`;

test.each(['libc6', 'libstdc++6', 'g++-12', 'python3.11', 'X11_local'])('%s is a name', (name) => {
  expect(readStatus(paragraph(name), 'status').broken).toBeUndefined();
});

test.each([
  ['open ssl', ''],
  ['openssl\u001b[31m', ''],
  ['../openssl', ''],
  ['libssl3', 'Source: openssl@everyone<script>\n'],
])('%j %s makes the database unreadable', (name, source) => {
  expect(readStatus(paragraph(name, source), 'status').broken).toContain('name');
});
