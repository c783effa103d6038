// Secrets in any layer and in the configuration, also those that a later layer deleted.
import type { Json } from '../../image/analyzer.ts';
import type { LayeredFact } from '../../image/view.ts';
import type { Finding, Where } from '../../terms/finding.ts';
import { mapOf, numberIn, textIn } from '../fact-data.ts';
import { ownersOf } from '../image-files.ts';
import type { InspectionRule } from '../inspection-rule.ts';
import type { Inspected, Inspector } from '../inspector.ts';
import { configPlace, fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { type MaskedSecret, maskedText } from '../masked-secret.ts';
import { configText } from '../redaction.ts';
import { secretPatterns } from '../secret-patterns.ts';
import { findSecrets } from '../secret-search.ts';
import { secretsAnalyzer, unreadFact } from './analyzer.ts';
import { configTexts } from './config-texts.ts';
import { documentedRule, secretRuleId, secretRules, unreadRule } from './rules.ts';

export const secrets: Inspector = {
  id: 'secrets',
  rules: [...secretRules, documentedRule, unreadRule],
  analyzers: [secretsAnalyzer],
  judge: (inspected) => ({
    findings: [...inFiles(inspected), ...unreadFiles(inspected), ...inConfiguration(inspected)],
    refusals: [],
  }),
};

const kinds = new Map(secretPatterns.map((pattern) => [pattern.id, pattern]));
const rules = new Map(secretRules.map((rule) => [rule.id, rule]));

const documentation =
  /^usr\/(?:local\/)?share\/(?:doc|man|info|gtk-doc)\/|(?:^|\/)(?:tests?|__tests__|testdata|test-data|fixtures|examples?|docs?|spec)\/|\.(?:md|rst|adoc|1|3|5|7|8)$/;

function inFiles({ view, image, packages, survey }: Inspected): readonly Finding[] {
  const facts = view.facts(secretsAnalyzer.id);
  if (facts.length === 0) return [];
  const owned = ownersOf(survey.locate, packages, new Set(facts.map(({ path }) => path)));
  return facts.flatMap((fact) => {
    const found = readFact(fact.data);
    if (found === undefined) return [];
    // What a distribution publishes in its packages is known to everybody: test keys, examples.
    const owner = owned.get(fact.path);
    if (owner !== undefined && fact.layer <= owner.layer) return [];
    const where = layerPlace(image, fact.layer, fact.path);
    return [findingOf(found, fileSubject(fact.path), where, placeWords(fact, found), fact)];
  });
}

interface Found {
  readonly kind: string;
  readonly name: string;
  readonly rule: InspectionRule;
  /** Where in the file: `, line 3`, `, in app.properties, line 3`. */
  readonly at: string;
  readonly masked: MaskedSecret;
}

function readFact(data: Json): Found | undefined {
  const map = mapOf(data);
  const pattern = kinds.get(textIn(map, 'kind') ?? '');
  const rule = pattern && rules.get(secretRuleId(pattern));
  if (pattern === undefined || rule === undefined) return undefined;
  const first = textIn(map, 'first');
  const last = textIn(map, 'last');
  const digest = textIn(map, 'digest');
  return {
    kind: pattern.id,
    name: pattern.name,
    rule,
    at: placeIn(map),
    masked: {
      length: numberIn(map, 'length') ?? 0,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      ...(digest === undefined ? {} : { digest }),
    },
  };
}

function placeIn(map: ReadonlyMap<string, Json>): string {
  if (map.get('inName') === true) return ', in its name';
  const inside = textIn(map, 'inside');
  const line = numberIn(map, 'line');
  const place = line === undefined ? `byte ${numberIn(map, 'offset') ?? 0}` : `line ${line}`;
  return inside === undefined ? `, ${place}` : `, in ${inside.slice(0, 200)}, ${place}`;
}

function placeWords({ path, visible }: LayeredFact, { at }: Found): string {
  const place = `/${path}${at}`;
  return visible ? place : `${place}, a file that a later entry deletes or replaces`;
}

function findingOf(found: Found, subject: string, where: Where, place: string, fact?: LayeredFact): Finding {
  const rule = fact !== undefined && documentation.test(fact.path) ? documentedRule : found.rule;
  const deleted = fact?.visible === false;
  return makeFinding(rule, {
    subject,
    where,
    message: `${capital(found.name)} (${maskedText(found.masked)}) stands in ${place}.`,
    actual: `${found.kind}: ${maskedText(found.masked)}`,
    ...(deleted
      ? {
          because:
            'The file is deleted only for the container: everyone who can pull the image can still download the layer that holds it.',
        }
      : {}),
  });
}

/** One finding for all of them: none is known to hold anything. */
function unreadFiles({ view, image, packages, survey }: Inspected): readonly Finding[] {
  const facts = view.facts(secretsAnalyzer.id).filter(({ data }) => data === unreadFact);
  if (facts.length === 0) return [];
  const owned = ownersOf(survey.locate, packages, new Set(facts.map(({ path }) => path)));
  const files = facts.filter(({ path, layer }) => layer > (owned.get(path)?.layer ?? -1));
  const [first] = files;
  if (first === undefined) return [];
  const what =
    files.length === 1 ? `/${first.path} is` : `${files.length} files, such as /${first.path}, are`;
  return [
    makeFinding(unreadRule, {
      subject: image.reference,
      where: layerPlace(image, first.layer, first.path),
      message: `${what} compressed, and not looked into whole for secrets.`,
      actual: `${files.length} files`,
    }),
  ];
}

function inConfiguration({ image }: Inspected): readonly Finding[] {
  return configTexts(image).flatMap(({ text, layer, field }) =>
    findSecrets(text, configText).flatMap(({ pattern, masked }) => {
      const rule = rules.get(secretRuleId(pattern));
      if (rule === undefined) return [];
      const where = layer === undefined ? configPlace(field) : layerPlace(image, layer, field);
      const found: Found = { kind: pattern.id, name: pattern.name, rule, at: '', masked };
      return [findingOf(found, image.reference, where, `the image's ${field}`)];
    }),
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
