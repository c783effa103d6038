// Reads results of XCCDF 1.2 (NISTIR 7275 r4), alone or inside an ARF 1.1 collection, as OpenSCAP writes them.
import { severityOfWord, stated, type ToolFact, type ToolReport } from './tool-report.ts';
import { elementsNamed, type XmlElement } from './xml.ts';

/** Undefined: the document holds no `TestResult`. */
export function readXccdf(root: XmlElement): ToolReport | undefined {
  const results = latest([...elementsNamed(root, 'TestResult')]);
  const [first] = results;
  if (first === undefined) return undefined;
  const rules = new Map([...elementsNamed(root, 'Rule')].map((one) => [one.attributes.get('id') ?? '', one]));
  const system = first.attributes.get('test-system') ?? '';
  return {
    tool: system === '' || system.includes('openscap') ? 'OpenSCAP' : system,
    digests: [],
    items: results
      .flatMap((one) => [...elementsNamed(one, 'rule-result')])
      .flatMap((one) => toFact(one, rules)),
  };
}

/** A remediation adds its result behind the one that it started from: of one target under one profile the last counts. */
function latest(results: readonly XmlElement[]): readonly XmlElement[] {
  const last = new Map<string, XmlElement>();
  for (const one of results) {
    const of = ['benchmark', 'profile'].map((name) => {
      const { attributes } = one.children.find((child) => child.name === name) ?? { attributes: new Map() };
      return attributes.get('id') ?? attributes.get('idref');
    });
    const key = JSON.stringify([...of, childText(one, 'target')]);
    const known = last.get(key);
    if (known === undefined || endOf(known) <= endOf(one)) last.set(key, one);
  }
  return [...last.values()];
}

/** Milliseconds; a result without a readable end is no older than another. */
function endOf({ attributes }: XmlElement): number {
  const time = Date.parse(attributes.get('end-time') ?? '');
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

/** Not checked although the rule has a check: it was not to be had. One without waits for a person, and says nothing. */
function isLost(one: XmlElement, outcome: string | undefined): boolean {
  return outcome === 'notchecked' && one.children.some(({ name }) => /^(?:complex-)?check$/.test(name));
}

function toFact(one: XmlElement, rules: ReadonlyMap<string, XmlElement>): readonly ToolFact[] {
  const outcome = childText(one, 'result');
  const isUndecided = outcome === 'error' || outcome === 'unknown' || isLost(one, outcome);
  if (outcome !== 'fail' && !isUndecided) return [];
  const id = one.attributes.get('idref') ?? 'unnamed';
  const rule = rules.get(id);
  const title = (rule === undefined ? undefined : childText(rule, 'title')) ?? id;
  const severity = severityOfWord(one.attributes.get('severity') ?? rule?.attributes.get('severity'));
  return [
    {
      kind: 'fact',
      rule: id.replace(/^xccdf_[^_]+_rule_/, ''),
      // A check that could not be made has not shown anything to be harmless.
      severity: outcome === 'fail' ? severity : 'unknown',
      message: outcome === 'fail' ? `Failed: ${title}` : `Could not be checked (${outcome}): ${title}`,
      ...stated({
        because: rule && childText(rule, 'rationale'),
        fix: rule && childText(rule, 'fixtext'),
      }),
    },
  ];
}

function childText(element: XmlElement, name: string): string | undefined {
  const text = element.children
    .find((child) => child.name === name)
    ?.text.replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : text;
}
