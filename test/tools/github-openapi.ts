// Prunes GitHub's OpenAPI descriptions to the calls that are made:
// `node test/tools/github-openapi.ts FOLDER [--check]`, FOLDER being the `generated` of an unpacked @octokit/openapi.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { permissions } from '../../src/github/permissions.ts';

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const description = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(parameter).default([]),
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
          .optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
});

const place = resolve(import.meta.dirname, '../servers/github-openapi');
const sources = { dotcom: 'api.github.com.deref.json', ghes: 'ghes-3.19.deref.json' };

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name the folder `generated` of an unpacked @octokit/openapi (npm pack @octokit/openapi).');
  process.exit(2);
}
let differs = false;
for (const [name, source] of Object.entries(sources)) {
  const text = prune(readFileSync(join(folder, source), 'utf8'));
  const file = join(place, `${name}.json`);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) differs = true;
  console.log(`${name}: ${text.length} bytes${differs ? ', differs' : ''}`);
}
process.exitCode = differs ? 1 : 0;

function prune(text: string): string {
  const { info, paths } = description.parse(JSON.parse(text));
  const operations = Object.keys(permissions)
    .toSorted()
    .flatMap((route) => {
      const [method = '', path = ''] = route.split(' ');
      const operation = paths[path]?.[method.toLowerCase()];
      if (operation === undefined) return [];
      return {
        route,
        parameters: operation.parameters.map((one) => ({ ...one, schema: lean(one.schema) })),
        body: lean(operation.requestBody?.content['application/json']?.schema),
        statuses: Object.keys(operation.responses),
      };
    });
  return `${JSON.stringify({ version: info.version, operations }, undefined, 1)}\n`;
}

/** Without prose: what is validated stays. */
function lean(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lean);
  if (typeof schema !== 'object' || schema === null) return schema;
  const prose = ['description', 'example', 'examples', 'title', 'externalDocs'];
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(prose.includes(key) && typeof value !== 'object') && !key.startsWith('x-'))
      .map(([key, value]) => [key, lean(value)]),
  );
}
