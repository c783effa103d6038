// Findings of other tools among our own: one finding a vulnerability and package, saying which tools agree.
import { aliasSets, shownId } from '../../advisories/alias-sets.ts';
import type { ToolReport, ToolVulnerability } from '../../inspection/import/tool-report.ts';
import { configPlace, layerPlace } from '../../inspection/make-finding.ts';
import { parsePurl, versionlessPurl, writePurl } from '../../packages/purl.ts';
import { compareVersions } from '../../packages/versions/purl-type-order.ts';
import type { Finding, VulnerabilityDetails } from '../../terms/finding.ts';
import type { Image } from '../../terms/image.ts';
import type { Package } from '../../terms/package.ts';
import { severityRank } from '../../terms/severity.ts';
import { importedFacts, shown } from './imported-facts.ts';

type Vulnerable = Finding & { readonly details: VulnerabilityDetails };
type Member =
  | { readonly kind: 'own'; readonly finding: Vulnerable; readonly joins: readonly string[] }
  | {
      readonly kind: 'tool';
      readonly tool: string;
      readonly item: ToolVulnerability;
      readonly joins: readonly string[];
    };

const ours = 'Seaworthy';

/** Pure. Our own findings keep their words and severity; those that only tools know are added. */
export function mergeReports(
  findings: readonly Finding[],
  image: Image,
  packages: readonly Package[],
  reports: readonly ToolReport[],
): readonly Finding[] {
  if (reports.length === 0) return findings;
  const named = Map.groupBy(packages, ({ name }) => name);
  const found = reports.flatMap(({ tool, items }) =>
    items.flatMap((item): Member[] =>
      item.kind === 'vulnerability'
        ? [{ kind: 'tool', tool, item, joins: joinsOf(item.ids, unitOf(item, named)) }]
        : [],
    ),
  );
  const own = findings.filter(isVulnerable);
  const members: readonly Member[] = [
    ...own.map(
      (finding): Member => ({
        kind: 'own',
        finding,
        joins: joinsOf(finding.details.ids, nameOf(finding.subject)),
      }),
    ),
    ...found,
  ];
  const agreed = new Map<Finding, Finding>();
  const added: Finding[] = [];
  for (const set of aliasSets(members)) {
    const tools = set.flatMap((one) => (one.kind === 'tool' ? [one] : []));
    const known = set.flatMap((one) => (one.kind === 'own' ? [one.finding] : []));
    if (tools.length === 0) continue;
    for (const one of known)
      agreed.set(
        one,
        withTools(
          one,
          tools.map(({ tool }) => tool),
        ),
      );
    if (known.length === 0) added.push(newFinding(tools, image, named));
  }
  const facts = importedFacts(reports, image.reference);
  return [...findings.map((one) => agreed.get(one) ?? one), ...added, ...facts];
}

function isVulnerable(finding: Finding): finding is Vulnerable {
  return finding.details.kind === 'vulnerability';
}

/** An erratum speaks of many vulnerabilities: by its id alone two are not the same where they have ids of their own. */
function joinsOf(ids: readonly string[], name: string): readonly string[] {
  const own = ids.filter((id) => /^(?:CVE|GHSA|MAL)-/.test(id));
  return (own.length === 0 ? ids : own).map((id) => `${name} ${id}`);
}

function nameOf(purl: string): string {
  const parsed = parsePurl(purl);
  if (parsed.kind === 'invalid') return purl;
  const { type, namespace, name } = parsed.purl;
  // Distributions are namespaces that a tool may leave out; scopes and groups are parts of the name.
  return ['deb', 'rpm', 'apk'].includes(type) || namespace === undefined ? name : `${namespace}/${name}`;
}

type Named = ReadonlyMap<string, readonly Package[]>;

function installedOf({ name, purl, installed }: ToolVulnerability, named: Named): Package | undefined {
  const spelt = purl === undefined ? [] : [nameOf(purl)];
  const candidates = [...spelt, name, name.replace(':', '/')].flatMap((one) => named.get(one) ?? []);
  return candidates.find(({ version }) => version === installed) ?? candidates[0];
}

/** The source package where we know the package: what our own findings are about. */
function unitOf(item: ToolVulnerability, named: Named): string {
  const found = installedOf(item, named);
  return found?.source?.name ?? found?.name ?? (item.purl === undefined ? item.name : nameOf(item.purl));
}

function withTools(finding: Vulnerable, tools: readonly string[]): Finding {
  const reportedBy = [...new Set([...tools, ours])].sort();
  return {
    ...finding,
    because: `${finding.because.replace(/\.?$/, '.')} ${saidBy(reportedBy)}`,
    details: { ...finding.details, reportedBy },
  };
}

function saidBy(tools: readonly string[]): string {
  return `Reported by ${tools.join(', ')}.`;
}

function newFinding(
  tools: readonly Extract<Member, { kind: 'tool' }>[],
  image: Image,
  named: Named,
): Finding {
  const items = tools.map(({ item }) => item);
  const [first] = items;
  const ids = [...new Set(items.flatMap((item) => item.ids))].sort();
  const rule = shownId(ids, ids);
  const reportedBy = [...new Set(tools.map(({ tool }) => tool))].sort();
  const found = items.flatMap((item) => installedOf(item, named) ?? [])[0];
  const name = found?.source?.name ?? found?.name ?? first?.name ?? '';
  const installed = found?.version ?? first?.installed ?? '';
  const purl =
    found?.purl ??
    items.flatMap((item) => item.purl ?? [])[0] ??
    `pkg:generic/${encodeURIComponent(name.toWellFormed())}`;
  const fixed = fixOf(items, installed, purl);
  const published = items.flatMap((item) => item.published ?? []).sort()[0];
  const summary = items.flatMap((item) => item.summary ?? [])[0];
  // The worst of what tools say; «unknown» only where none of them says anything.
  const severity =
    items
      .map((item) => item.severity)
      .filter((one) => one !== 'unknown')
      .sort((a, b) => severityRank(a) - severityRank(b))[0] ?? 'unknown';
  const cvss = items.flatMap((item) => item.cvss ?? [])[0];
  const shared = { ids, purls: [purl], reportedBy, ...(published === undefined ? {} : { published }) };
  const malicious = ids.find((id) => id.startsWith('MAL-'));
  return {
    rule: malicious ?? rule,
    severity: malicious === undefined ? severity : 'critical',
    subject: subjectOf(purl, found?.source?.name),
    where: found === undefined ? configPlace('reports') : layerPlace(image, found.layer, found.path),
    message: `${name} ${installed} is affected by ${malicious ?? rule}${fixed === undefined ? '; no fix is known' : `, fixed in ${fixed}`}, as ${reportedBy.join(', ')} ${reportedBy.length === 1 ? 'says' : 'say'}.`,
    because: `${(summary === undefined ? `${rule} names this version as vulnerable` : shown(summary, 500)).replace(/\.?$/, '.')} ${saidBy(reportedBy)}`,
    fix:
      fixed === undefined
        ? `Watch ${rule} for a fix, or remove ${name}.`
        : `Update ${name} to ${fixed} or later.`,
    details:
      malicious !== undefined
        ? { kind: 'malicious', ...shared }
        : {
            kind: 'vulnerability',
            ...shared,
            installed,
            ...(fixed === undefined ? {} : { fixed }),
            ...(fixed === undefined || published === undefined
              ? {}
              : { aging: { since: published, basis: 'published' } }),
            knownExploited: false,
            ...(cvss === undefined || cvss.score < 0 || cvss.score > 10 ? {} : { cvss }),
            severitySource: severity === 'unknown' ? 'none' : 'vendor',
          },
  };
}

/** The highest of what each tool needs at least: the lowest of its fixes above the installed version. */
function fixOf(items: readonly ToolVulnerability[], installed: string, purl: string): string | undefined {
  const type = /^pkg:([^/]+)\//.exec(purl)?.[1] ?? '';
  const order = (a: string, b: string): number => compareVersions(type, a, b);
  return items
    .flatMap(({ fixes }) => {
      const sorted = [...fixes].sort(order);
      return sorted.find((fix) => order(fix, installed) > 0) ?? sorted.at(-1) ?? [];
    })
    .sort(order)
    .at(-1);
}

function subjectOf(purl: string, source: string | undefined): string {
  const parsed = parsePurl(purl);
  if (parsed.kind === 'invalid') return purl;
  const bare = versionlessPurl(parsed.purl);
  if (source === undefined) return bare;
  const again = parsePurl(bare);
  return again.kind === 'invalid' ? bare : writePurl({ ...again.purl, name: source });
}
