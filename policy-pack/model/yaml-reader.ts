// YAML text → trees, read as the API server's clients read it: YAML 1.1 scalars, merge keys, unique keys.
import { Composer, type CST, LineCounter, Parser } from 'yaml';
import { UserError } from '../../src/terms/errors.ts';
import type { SourceDocument } from './resource.ts';
import { isTemplated, mayBeTemplate } from './templated.ts';
import type { Tree } from './tree.ts';
import { excessOf } from './yaml-guard.ts';

export interface YamlDocument {
  readonly document: SourceDocument;
  readonly tree: Tree | undefined;
}

/** Sexagesimal numbers and dates are plain texts to Go's reader: `22:22` must stay a text. */
const foreignTags = new Set(['TIME', 'tag:yaml.org,2002:timestamp']);

/** Throws `UserError` `manifest`; a file that is a template and no YAML is given back as one document without a tree. */
export function readYaml(file: string, text: string): readonly YamlDocument[] {
  const lines = new LineCounter();
  const fail = (offset: number, message: string, cause?: unknown): UserError => {
    const line = lines.linePos(offset).line;
    return new UserError('manifest', `${file}:${line}: ${message}`, 'Correct the YAML at that line.', {
      at: { file, line },
      ...(cause === undefined ? {} : { cause }),
    });
  };
  const tokens: CST.Token[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    const excess = excessOf(token);
    if (excess !== undefined) throw fail(excess.offset, excess.message);
    tokens.push(token);
  }
  const composer = new Composer({
    version: '1.1',
    merge: true,
    strict: true,
    stringKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' ||
          !(foreignTags.has(tag.tag) || ('format' in tag && foreignTags.has(tag.format ?? ''))),
      ),
  });
  const documents: YamlDocument[] = [];
  for (const document of composer.compose(tokens)) {
    const [start, , end] = document.range;
    const error = document.errors[0];
    if (error !== undefined) {
      if (mayBeTemplate(text)) return [{ document: { file, text, firstLine: 1 }, tree: undefined }];
      throw fail(error.pos[0], error.message, error);
    }
    if (document.contents === null) continue;
    const source = { file, text: text.slice(start, end), firstLine: lines.linePos(start).line };
    if (isTemplated(source.text)) documents.push({ document: source, tree: undefined });
    else {
      try {
        documents.push({ document: source, tree: document.toJS({ maxAliasCount: -1 }) });
      } catch (error) {
        throw fail(start, error instanceof Error ? error.message : 'an alias names nothing', error);
      }
    }
  }
  return documents;
}
