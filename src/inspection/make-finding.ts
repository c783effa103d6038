// Makes findings of a rule: where they are in the image, and the words that the rule brings along.
import type { FactDetails, Finding, Where } from '../terms/finding.ts';
import type { Image } from '../terms/image.ts';
import type { InspectionRule } from './inspection-rule.ts';
import { redactConfigText } from './redaction.ts';

export interface FindingWords {
  readonly subject: string;
  readonly where: Where;
  readonly message: string;
  readonly actual?: string;
  readonly required?: string;
  /** Replace the rule's own. */
  readonly severity?: Finding['severity'];
  readonly because?: string;
  readonly fix?: string;
}

export function makeFinding(rule: InspectionRule, words: FindingWords): Finding {
  const { subject, where, message, actual, required } = words;
  const details: FactDetails = {
    kind: 'fact',
    ...(actual === undefined ? {} : { actual }),
    ...(required === undefined ? {} : { required }),
    ...(rule.check === undefined ? {} : { check: rule.check }),
    page: `docs/inspection.md#${rule.id.replace('/', '')}`,
  };
  return {
    rule: rule.id,
    severity: words.severity ?? rule.severity,
    subject,
    where,
    message,
    because: words.because ?? rule.because,
    fix: words.fix ?? rule.fix,
    details,
  };
}

/** Subject of a finding about a file: its path with a leading slash, as a waiver names it. */
export function fileSubject(path: string): string {
  return `/${path}`;
}

/** A path in a layer, with the instruction that made it. */
export function layerPlace(image: Image, layer: number, path: string): Where {
  const made = image.layers[layer];
  if (made === undefined) return { kind: 'image', field: path };
  return {
    kind: 'layer',
    path,
    layer,
    digest: made.digest,
    ...(made.createdBy === undefined ? {} : { instruction: redactConfigText(made.createdBy) }),
  };
}

/** A field of the configuration, such as `config.User`. */
export function configPlace(field: string): Where {
  return { kind: 'image', field };
}
