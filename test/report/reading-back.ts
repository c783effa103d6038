// Reads verdict, counts and ids back from each rendering, as a person or another program would.

export interface ReadBack {
  readonly merge: string;
  readonly certificate: string;
  readonly grade: string;
  /** Findings that block, on either question. */
  readonly blocking: number;
  readonly waived: number;
  /** `rule subject`-like keys, sorted. */
  readonly rules: readonly string[];
}

export function readSarif(text: string): ReadBack {
  const { runs } = JSON.parse(text);
  const results = runs.flatMap((run: { results: object[] }) => run.results);
  const { merge, certificate, grade } = runs[0].properties;
  return {
    merge,
    certificate,
    grade,
    blocking: results.filter((item: { level: string }) => item.level === 'error').length,
    waived: results.filter((item: { suppressions?: object }) => item.suppressions !== undefined).length,
    rules: results.map((item: { ruleId: string }) => item.ruleId).sort(),
  };
}

/** Works on summary and comment; rows are those of the findings' table. */
export function readMarkdown(text: string): ReadBack {
  const rows = text.split('\n').filter((line) => /^\| (?:❌|⚠️|🕊️) \| /u.test(line));
  return {
    merge: /\*\*merge: (\w+)\*\*/.exec(text)?.[1] ?? '',
    certificate: /\*\*certificate: (\w+)\*\*/.exec(text)?.[1] ?? '',
    grade: (/^\*\*Grade (.+?)\*\* —/m.exec(text)?.[1] ?? '').replace('not given', 'not gradable'),
    blocking: rows.filter((row) => row.startsWith('| ❌')).length,
    waived: rows.filter((row) => row.startsWith('| 🕊️')).length,
    rules: rows.map((row) => /^\| \S+ \| `([^`]*)`/u.exec(row)?.[1] ?? '').sort(),
  };
}

export function readJunit(text: string): ReadBack {
  const answer = (question: string): string => {
    const found = new RegExp(
      `<testcase classname="verdict" name="${question}"(/>|><\\w+ type="(\\w+)")`,
    ).exec(text);
    return found === null ? '' : (found[2] ?? 'pass');
  };
  const cases = [...text.matchAll(/<testcase classname="(?!verdict")[^"]*" name="([^"]*)"(?:\/>|>(<\w+))/g)];
  return {
    merge: answer('merge'),
    certificate: answer('certificate'),
    grade: /<property name="grade" value="([^"]*)"/.exec(text)?.[1] ?? '',
    blocking: cases.filter((item) => item[2] === '<failure').length,
    waived: cases.filter((item) => item[2] === '<skipped').length,
    rules: cases.map((item) => item[1] ?? '').sort(),
  };
}

/** With `all: true` and without colour. */
export function readText(text: string): ReadBack {
  const rows = [...text.matchAll(/^ {4}([✗·~]) \w+ +(\S+)/gm)];
  return {
    merge: (/^ {2}Merge +(\w+)$/m.exec(text)?.[1] ?? '').toLowerCase(),
    certificate: (/^ {2}Certificate +(\w+)$/m.exec(text)?.[1] ?? '').toLowerCase(),
    grade: (/^ {2}Grade +(\w+)/m.exec(text)?.[1] ?? '').replace('none', 'not gradable'),
    blocking: rows.filter((row) => row[1] === '✗').length,
    waived: rows.filter((row) => row[1] === '~').length,
    rules: rows.map((row) => row[2] ?? '').sort(),
  };
}
