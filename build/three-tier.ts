// The pull request of the three-tier example: what it opens and what stops it, as text and as a picture.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStack } from '../policy-pack/model/read-stack.ts';
import { evaluate } from '../policy-pack/rules/evaluate.ts';
import { stackPolicy } from '../policy-pack/rules/stack-policy.ts';
import { parsePolicy } from '../src/gate/policy-file.ts';
import { answerDiff } from '../src/report/reach/answer.ts';
import { parsing } from '../src/run/policy/parsing.ts';

const folder = 'examples/three-tier';

/** Path from the root → text. */
export function threeTier(root: string): ReadonlyMap<string, string> {
  const base = filesIn(root, 'manifests');
  const head = [...base, ...filesIn(root, 'pull-request')];
  const { layer } = parsePolicy(readFileSync(join(root, folder, 'seaworthy.yaml'), 'utf8'), {
    ...parsing,
    file: 'seaworthy.yaml',
    now: new Date('2026-11-25'),
  });
  const policy = stackPolicy(layer.sections ?? new Map());
  const before = new Set(evaluate(readStack(base), policy).findings.map(({ message }) => message));
  const findings = evaluate(readStack(head), policy)
    .findings.filter(({ rule, message }) => /^(?:network|egress)\//.test(rule) && !before.has(message))
    .map(({ rule, subject, message, fix }) => `${rule} in ${subject}: ${message}\n  ${fix}\n`);
  const text = `${answerDiff(base, head, 'text')}\n${findings.join('')}`;
  return new Map([
    [`${folder}/pull-request/reach.svg`, answerDiff(base, head, 'svg')],
    [`${folder}/pull-request/reach.txt`, text],
  ]);
}

function filesIn(root: string, name: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, folder, name))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({
      file: `${folder}/${name}/${file}`,
      text: readFileSync(join(root, folder, name, file), 'utf8'),
    }));
}
