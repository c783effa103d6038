// The use case `gate`: a scan, judged by the policy in force.
import { decide } from '../gate/decide.ts';
import type { EffectivePolicy } from '../gate/effective-policy.ts';
import type { PolicyLayer } from '../gate/policy.ts';
import type { Result } from '../terms/verdict.ts';
import { fetchExtendedPolicy } from './extended-policy.ts';
import type { Outside } from './outside.ts';
import { parsing } from './parsing.ts';
import { findPolicy, loadPolicy, type PolicyText } from './policy-files.ts';
import { gateResult } from './result.ts';
import { type Scan, type ScanRequest, scanImages } from './scan.ts';

export interface GateRequest extends ScanRequest {
  /** Where a policy is looked for. */
  readonly directory: string;
  /** The file that was asked for. */
  readonly policy: string | undefined;
  readonly input?: PolicyLayer;
}

export interface Gated {
  readonly result: Result;
  readonly scan: Scan;
  readonly policy: EffectivePolicy & { readonly found: PolicyText | undefined };
}

/** The policy is read before the images: a mistake in it costs nothing. */
export async function gateImages(request: GateRequest, outside: Outside): Promise<Gated> {
  const found = findPolicy(request.directory, request.policy);
  const policy = await loadPolicy(found, { ...parsing, now: request.asOf }, request.input, (reference) =>
    fetchExtendedPolicy(reference, outside),
  );
  const scan = await scanImages(request, outside);
  const decision = decide({
    images: scan.images,
    policy: policy.policy,
    snapshot: scan.snapshot,
    now: request.asOf,
  });
  return { result: gateResult(scan, decision, policy), scan, policy: { ...policy, found } };
}
