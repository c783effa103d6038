// What the pack answers (pulumi/proto analyzer.proto).
import { type Field, message, messageField, numberField, structFields, textField } from './writer.ts';

/** EnforcementLevel of analyzer.proto. */
export const enforcement = { advisory: 0, mandatory: 1, disabled: 2, remediate: 3 } as const;
export type Enforcement = keyof typeof enforcement;

/** PolicySeverity of analyzer.proto. */
const severities = { unspecified: 0, low: 1, medium: 2, high: 3, critical: 4 } as const;
export type PolicySeverity = keyof typeof severities;

export interface PackIdentity {
  readonly name: string;
  readonly version: string;
}

export interface Diagnostic {
  readonly policy: string;
  readonly description: string;
  readonly message: string;
  readonly enforcement: Enforcement;
  readonly severity: PolicySeverity;
  readonly urn: string;
}

/** AnalyzeResponse. What is said of a policy is said with each of its diagnostics, and written once. */
export function diagnosticsResponse(diagnostics: readonly Diagnostic[], pack: PackIdentity): Buffer {
  const heads = new Map<string, Field>();
  const head = ({ policy, description }: Diagnostic): Field => {
    const key = `${policy}\n${description}`;
    const found =
      heads.get(key) ??
      message(
        textField(1, policy),
        textField(2, pack.name),
        textField(3, pack.version),
        textField(4, description),
      );
    heads.set(key, found);
    return found;
  };
  // A list, not arguments: there may be more of them than a call takes.
  return Buffer.concat(
    diagnostics.map((one) =>
      messageField(2, [
        head(one),
        textField(5, one.message),
        numberField(7, enforcement[one.enforcement]),
        textField(8, one.urn),
        numberField(9, severities[one.severity]),
      ]),
    ),
  );
}

export interface PackPolicy {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly enforcement: Enforcement;
  readonly severity: PolicySeverity;
  readonly framework?: string;
  readonly tags: readonly string[];
  readonly remediationSteps: string;
  readonly url: string;
  /** JSON Schema of its own properties. */
  readonly properties?: { readonly [key: string]: unknown };
}

const stackPolicy = 2;

/** AnalyzerInfo. */
export function infoResponse(
  pack: PackIdentity,
  description: string,
  policies: readonly PackPolicy[],
): Buffer {
  return message(
    textField(1, pack.name),
    textField(2, 'Seaworthy'),
    ...policies.map((policy) => messageField(3, policyFields(policy))),
    textField(4, pack.version),
    numberField(5, 1),
    textField(7, description),
  );
}

function policyFields(policy: PackPolicy): Field[] {
  return [
    textField(1, policy.name),
    textField(2, policy.displayName),
    textField(3, policy.description),
    numberField(5, enforcement[policy.enforcement]),
    ...(policy.properties === undefined
      ? []
      : [messageField(6, [messageField(1, structFields(policy.properties))])]),
    numberField(7, stackPolicy),
    numberField(8, severities[policy.severity]),
    ...(policy.framework === undefined ? [] : [messageField(9, [textField(1, policy.framework)])]),
    ...policy.tags.map((tag) => textField(10, tag)),
    textField(11, policy.remediationSteps),
    textField(12, policy.url),
  ];
}

/** PluginInfo. */
export function pluginInfoResponse(version: string): Buffer {
  return message(textField(1, version));
}
