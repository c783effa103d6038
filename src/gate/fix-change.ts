// Changes gathered from the findings that stand in the way: what each must bring, and which findings it closes.
import { compareVersions } from '../packages/versions/purl-type-order.ts';
import type { Finding } from '../terms/finding.ts';
import type { FixStep } from '../terms/verdict.ts';
import { calledPackage, type Remedy } from './remedy.ts';

export interface Change {
  readonly remedy: Remedy;
  /** By package and installed version: the lowest version that closes what stands in the way. */
  readonly packages: Map<string, FixStep['packages'][number]>;
  /** What an edit is about, sorted. */
  readonly subjects: Set<string>;
  question: FixStep['question'];
}

/** Notes what a finding in the way asks of a change. */
export function ask(change: Change, finding: Finding, question: FixStep['question']): void {
  if (question === 'both') change.question = 'both';
  const { details, subject } = finding;
  if (details.kind !== 'vulnerability' || details.fixed === undefined) {
    change.subjects.add(subject);
    return;
  }
  const { type, name } = calledPackage(subject);
  const key = keyOf(finding);
  const known = change.packages.get(key)?.needed;
  const needed =
    known !== undefined && compareVersions(type, known, details.fixed) >= 0 ? known : details.fixed;
  change.packages.set(key, { name, installed: details.installed, needed });
}

/** A newer base and a layer built anew have every fix that is out; an update has those up to its version. */
function closes(change: Change, finding: Finding): boolean {
  const { details, subject } = finding;
  if (change.remedy.kind !== 'upgrade') return true;
  const needed = change.packages.get(keyOf(finding))?.needed;
  if (needed === undefined || details.kind !== 'vulnerability' || details.fixed === undefined) return false;
  return compareVersions(calledPackage(subject).type, needed, details.fixed) >= 0;
}

function keyOf({ subject, details }: Finding): string {
  return JSON.stringify([subject, details.kind === 'vulnerability' ? details.installed : '']);
}

/** Every way out of it is taken. */
export function isClosed(
  remedies: readonly Remedy[],
  finding: Finding,
  taken: ReadonlyMap<string, Change>,
): boolean {
  return (
    remedies.length > 0 &&
    remedies.every(({ id }) => {
      const change = taken.get(id);
      return change !== undefined && closes(change, finding);
    })
  );
}
