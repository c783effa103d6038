// GitHub's description of the calls we make, as a validator; made by test/tools/github-openapi.ts.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv, type ValidateFunction } from 'ajv';
import { limits } from '../../src/github/limits.ts';

export type Flavour = 'dotcom' | 'ghes';

export interface Found {
  readonly route: string;
  /** Of path and query, as text. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Operation {
  readonly route: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly body?: object;
}

export interface Contract {
  match(method: string, url: string): Found | undefined;
  /** What is wrong with a call, in sentences. */
  validate(found: Found, body: Readonly<Record<string, unknown>>): string[];
}

const opened = new Map<Flavour, Contract>();

/** Made once: it holds nothing but the description. */
export function openContract(flavour: Flavour): Contract {
  const contract = opened.get(flavour) ?? readContract(flavour);
  opened.set(flavour, contract);
  return contract;
}

function readContract(flavour: Flavour): Contract {
  const file = resolve(import.meta.dirname, `github-openapi/${flavour}.json`);
  const { operations }: { operations: readonly Operation[] } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, coerceTypes: false, validateFormats: false });
  const coercing = new Ajv({ strict: false, coerceTypes: true, validateFormats: false });
  const bodies = new Map<string, ValidateFunction>();
  for (const one of operations) if (one.body !== undefined) bodies.set(one.route, ajv.compile(one.body));
  const patterns = operations.map((one) => {
    const [method = '', path = ''] = one.route.split(' ');
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    // Only a path of a file has slashes of its own.
    const source = path.replaceAll('{path}', '(.+)').replaceAll(/\{\w+\}/g, '([^/]+)');
    return { one, method, names, pattern: new RegExp(`^(?:/api/v3)?${source}$`) };
  });
  return {
    match(method, url) {
      const { pathname, searchParams } = new URL(url, 'http://loopback');
      for (const { one, method: wanted, names, pattern } of patterns) {
        const match = wanted === method ? pattern.exec(pathname) : null;
        if (match === null) continue;
        const path = names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]);
        return { route: one.route, parameters: Object.fromEntries([...path, ...searchParams]) };
      }
      return undefined;
    },
    validate(found, body) {
      const operation = operations.find((one) => one.route === found.route);
      const wrong: string[] = [];
      for (const { name, required, schema, in: place } of operation?.parameters ?? []) {
        const value = found.parameters[name];
        if (place === 'header' || (value === undefined && !required)) continue;
        const check = coercing.compile({ type: 'object', required: [name], properties: { [name]: schema } });
        if (!check({ [name]: value }))
          wrong.push(`${found.route}: ${name} ${coercing.errorsText(check.errors)}`);
      }
      const known = new Set(operation?.parameters.map((one) => one.name));
      for (const name of Object.keys(found.parameters)) {
        if (!known.has(name)) wrong.push(`${found.route}: no parameter ${name}`);
      }
      const check = bodies.get(found.route);
      if (check !== undefined && !check(body)) wrong.push(`${found.route}: ${ajv.errorsText(check.errors)}`);
      return [...wrong, ...overLimits(found, body)];
    },
  };
}

/** What the description does not say, and GitHub refuses all the same. */
function overLimits({ route }: Found, body: Readonly<Record<string, unknown>>): string[] {
  const wrong: string[] = [];
  const { body: comment, description, output, status, conclusion, sarif } = body;
  const characters = (text: unknown): number => (typeof text === 'string' ? [...text].length : 0);
  if (route.includes('/comments') && characters(comment) > limits.comment)
    wrong.push('the comment is too long');
  if (route.includes('/statuses') && characters(description) > 140) wrong.push('the description is too long');
  if (status === 'completed' && conclusion === undefined) wrong.push('completed needs a conclusion');
  if (typeof output === 'object' && output !== null) {
    const { summary, text, annotations } = { summary: '', text: '', annotations: [], ...output };
    if (Buffer.byteLength(String(summary)) > 65_535) wrong.push('the summary is too long');
    if (Buffer.byteLength(String(text)) > 65_535) wrong.push('the text is too long');
    if (Array.isArray(annotations) && annotations.length > 50) wrong.push('more than 50 annotations');
  }
  if (typeof sarif === 'string') {
    const { runs } = JSON.parse(gunzipSync(Buffer.from(sarif, 'base64')).toString('utf8'));
    if (runs.length > 20) wrong.push('more than 20 runs');
    if (sarif.length > 10 * 1024 * 1024) wrong.push('the report is too large');
  }
  return wrong;
}
