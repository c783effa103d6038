// SPDX 2.3's rules for a JSON document, as far as a document without files touches them (spdx.github.io, v2.3).
import { spdxExceptions, spdxLicenses } from '../../src/sbom/spdx-ids.ts';

/** What is wrong with a document; empty when nothing is. */
export function checkSpdx(text: string): readonly string[] {
  const document = JSON.parse(text);
  const wrong: string[] = [];
  const ask = (holds: boolean, message: string): void => {
    if (!holds) wrong.push(message);
  };
  ask(document.spdxVersion === 'SPDX-2.3', '§6.1 spdxVersion');
  ask(document.dataLicense === 'CC0-1.0', '§6.2 dataLicense');
  ask(document.SPDXID === 'SPDXRef-DOCUMENT', '§6.3 SPDXID');
  ask(
    URL.canParse(document.documentNamespace) && !document.documentNamespace.includes('#'),
    '§6.5 namespace',
  );
  ask(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(document.creationInfo.created), '§6.9 created');
  ask(
    document.creationInfo.creators.every((item: string) => /^(Tool|Person|Organization): \S/.test(item)),
    '§6.8',
  );
  const ids = [document.SPDXID, ...document.packages.map((item: { SPDXID: string }) => item.SPDXID)];
  ask(new Set(ids).size === ids.length, '§7.2 ids are unique');
  const extracted = new Set<string>(
    (document.hasExtractedLicensingInfos ?? []).map((item: { licenseId: string; extractedText: string }) => {
      ask(/^LicenseRef-[A-Za-z0-9.-]+$/.test(item.licenseId), `§10.1 ${item.licenseId}`);
      ask(typeof item.extractedText === 'string', '§10.2 extractedText');
      return item.licenseId;
    }),
  );
  for (const item of document.packages) {
    ask(/^SPDXRef-[A-Za-z0-9.-]+$/.test(item.SPDXID), `§7.2 ${item.SPDXID}`);
    ask(typeof item.name === 'string' && item.name !== '', '§7.1 name');
    ask(item.downloadLocation === 'NOASSERTION', '§7.7 downloadLocation');
    ask(item.filesAnalyzed === false && item.packageVerificationCode === undefined, '§7.8, §7.9');
    ask(
      item.supplier === undefined || /^(NOASSERTION|(Organization|Person): .*)$/.test(item.supplier),
      '§7.5',
    );
    ask(isExpression(item.licenseDeclared, extracted), `§7.15 ${item.licenseDeclared}`);
    for (const sum of item.checksums ?? []) ask(/^[0-9a-f]{64}$/.test(sum.checksumValue), '§7.10');
    for (const reference of item.externalRefs ?? []) {
      ask(
        reference.referenceCategory === 'PACKAGE-MANAGER' && reference.referenceLocator.startsWith('pkg:'),
        '§7.21',
      );
    }
  }
  const types = new Set(['DESCRIBES', 'CONTAINS', 'DEPENDS_ON']);
  for (const relation of document.relationships) {
    ask(ids.includes(relation.spdxElementId) && ids.includes(relation.relatedSpdxElement), '§11.1 elements');
    ask(types.has(relation.relationshipType), '§11.1 type');
  }
  return [...new Set(wrong)];
}

/** Annex D: ids of the lists or LicenseRefs of this document, operators between operands, balanced parentheses. */
function isExpression(text: string, extracted: ReadonlySet<string>): boolean {
  if (text === 'NOASSERTION' || text === 'NONE') return true;
  const listed = new Set(spdxLicenses.values());
  const exceptions = new Set(spdxExceptions.values());
  let depth = 0;
  let operand = false;
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token === '(' && !operand) depth += 1;
    else if (token === ')' && operand && depth > 0) depth -= 1;
    else if (token === 'AND' || token === 'OR') {
      if (!operand) return false;
      operand = false;
    } else if (token === 'WITH') {
      if (!operand || !exceptions.has(tokens[index + 1] ?? '')) return false;
    } else if (tokens[index - 1] === 'WITH') {
      if (!exceptions.has(token)) return false;
    } else if (!operand && (listed.has(token.replace(/\+$/, '')) || extracted.has(token))) operand = true;
    else return false;
  }
  return operand && depth === 0;
}
