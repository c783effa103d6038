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

/** What must be updated, and to which version. */
interface Update {
  readonly subject: string;
  readonly installed: string;
  readonly needed: string;
}

/** Notes what a finding in the way asks of a change, by its own remedy of that name. */
export function ask(change: Change, finding: Finding, remedy: Remedy, question: FixStep['question']): void {
  if (question === 'both') change.question = 'both';
  const update = updateFor(finding, remedy);
  if (update === undefined) {
    change.subjects.add(finding.subject);
    return;
  }
  const { subject, installed } = update;
  const { type, name } = calledPackage(subject);
  const key = keyOf(update);
  const known = change.packages.get(key)?.needed;
  const needed =
    known !== undefined && compareVersions(type, known, update.needed) >= 0 ? known : update.needed;
  change.packages.set(key, { name, installed, needed });
}

/** A newer base and a layer built anew have every fix that is out; an update has those up to its version. */
function closes(change: Change, finding: Finding, remedy: Remedy): boolean {
  if (change.remedy.kind !== 'upgrade') return true;
  const update = updateFor(finding, remedy);
  const needed = update === undefined ? undefined : change.packages.get(keyOf(update))?.needed;
  if (needed === undefined || update === undefined) return false;
  return compareVersions(calledPackage(update.subject).type, needed, update.needed) >= 0;
}

function updateFor({ subject, details }: Finding, { outer }: Remedy): Update | undefined {
  if (outer !== undefined) return outer;
  if (details.kind !== 'vulnerability' || details.fixed === undefined) return undefined;
  return { subject, installed: details.installed, needed: details.fixed };
}

function keyOf({ subject, installed }: Update): string {
  return JSON.stringify([subject, installed]);
}

/** Every way out of it is taken. */
export function isClosed(
  remedies: readonly Remedy[],
  finding: Finding,
  taken: ReadonlyMap<string, Change>,
): boolean {
  return (
    remedies.length > 0 &&
    remedies.every((remedy) => {
      const change = taken.get(remedy.id);
      return change !== undefined && closes(change, finding, remedy);
    })
  );
}
