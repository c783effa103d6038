// YAML text → trees, read as the API server's clients read it: YAML 1.1 scalars, merge keys, unique keys.
import { Composer, type CST, type Document, isCollection, LineCounter, Parser, visit } from 'yaml';
import { UserError } from '../../src/terms/errors.ts';
import { readPlainYaml } from './plain-yaml.ts';
import type { SourceDocument } from './resource.ts';
import { mayBeTemplate } from './templated.ts';
import type { Tree } from './tree.ts';
import { excessOf } from './yaml-guard.ts';

export interface YamlDocument {
  readonly document: SourceDocument;
  readonly tree: Tree | undefined;
}

/** Sexagesimal numbers and dates are plain texts to Go's reader: `22:22` must stay a text. */
const foreignTags = new Set(['TIME', 'tag:yaml.org,2002:timestamp']);

/**
 * Documents of a file. Throws `UserError` `manifest`; what is a template and no YAML is given back without a tree.
 */
export function readYaml(file: string, text: string): readonly YamlDocument[] {
  if (/^(?:%|\.\.\.)|\r(?!\n)/m.test(text)) return readByLibrary(file, text, 1);
  const documents: YamlDocument[] = [];
  for (const part of splitDocuments(text)) {
    const plain = readPlainYaml(part.text);
    if (plain === undefined) documents.push(...readByLibrary(file, part.text, part.firstLine));
    else if (plain.tree !== null) documents.push({ document: { file, ...part }, tree: plain.tree });
  }
  return documents;
}

/** A line of three dashes ends a document wherever it stands (YAML 1.2 §9.1.2). */
function splitDocuments(text: string): { readonly text: string; readonly firstLine: number }[] {
  const parts: { text: string; firstLine: number }[] = [];
  let start = 0;
  let firstLine = 1;
  let lines = 1;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    if (text.startsWith('---', from)) {
      const rest = text.slice(from + 3, end);
      if (rest.trim() === '' || rest.startsWith(' ')) {
        parts.push({ text: text.slice(start, from), firstLine });
        // What follows the dashes on their line belongs to the document.
        start = rest.trim() === '' ? end + 1 : from;
        firstLine = rest.trim() === '' ? lines + 1 : lines;
      }
    }
    from = end + 1;
    lines += 1;
  }
  parts.push({ text: text.slice(start), firstLine });
  return parts;
}

function readByLibrary(file: string, text: string, firstLine: number): readonly YamlDocument[] {
  const lines = new LineCounter();
  const fail = (offset: number, message: string, cause?: unknown): UserError => {
    const line = firstLine + lines.linePos(offset).line - 1;
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
      if (mayBeTemplate(text)) return [{ document: { file, text, firstLine }, tree: undefined }];
      throw fail(error.pos[0], error.message, error);
    }
    if (document.contents === null) continue;
    const source = {
      file,
      text: text.slice(start, end),
      firstLine: firstLine + lines.linePos(start).line - 1,
    };
    if (mayBeTemplate(source.text) && hasCollectionAsKey(document)) {
      documents.push({ document: source, tree: undefined });
    } else {
      try {
        documents.push({ document: source, tree: document.toJS({ maxAliasCount: -1 }) });
      } catch (error) {
        throw fail(start, error instanceof Error ? error.message : 'an alias names nothing', error);
      }
    }
  }
  return documents;
}

/** An action without quotes is read as a mapping in the place of a key, which clients of the API refuse. */
function hasCollectionAsKey(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Pair(_, { key }) {
      if (!isCollection(key)) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
