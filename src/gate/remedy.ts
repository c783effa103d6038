// What does away with a finding: the change that a person makes, whatever findings it helps against.
import { parsePurl } from '../packages/purl.ts';
import type { Finding } from '../terms/finding.ts';
import type { FixStep } from '../terms/verdict.ts';

/** A change; findings with the same one go away together. */
export interface Remedy {
  readonly kind: FixStep['kind'];
  /** Equal ids are one change. */
  readonly id: string;
  /** The sentence up to the packages; of an edit the whole one; absent: `Update NAME OLD to NEW.` */
  readonly words?: string;
  /** The package that is updated in the place of the finding's own, which comes with it. */
  readonly outer?: { readonly subject: string; readonly installed: string; readonly needed: string };
  /** Of a newer base: why it was not looked into. */
  readonly unseen?: string;
}

/**
 * Where nothing is known of the image: the package is updated, anything else is done as the finding says. Empty:
 * nothing helps, as no fix is known.
 */
export function plainRemedies(finding: Finding): readonly Remedy[] {
  const { details, rule, fix, subject } = finding;
  if (details.kind === 'vulnerability') return details.fixed === undefined ? [] : [updateOf(finding)];
  if (details.kind === 'malicious') return [{ kind: 'edit', id: `edit malicious ${subject}`, words: fix }];
  return [{ kind: 'edit', id: `edit ${rule} ${fix}`, words: fix }];
}

/** One package in one version, wherever it lies. */
export function updateOf({ subject, details }: Finding): Remedy {
  const installed = details.kind === 'vulnerability' ? details.installed : '';
  return { kind: 'upgrade', id: `upgrade ${subject} ${installed}` };
}

/** Type and name as its users call it; of distributions' packages without the distribution. */
export function calledPackage(subject: string): { readonly type: string; readonly name: string } {
  const parsed = parsePurl(subject);
  if (parsed.kind === 'invalid') return { type: '', name: subject };
  const { type, namespace, name } = parsed.purl;
  const isSystem = type === 'deb' || type === 'rpm' || type === 'apk';
  return { type, name: isSystem || namespace === undefined ? name : `${namespace}/${name}` };
}
