// One run of the pack: what the engine says, kept; the verdict at the end, answered as diagnostics.
import type { EffectivePolicy } from '../../src/gate/effective-policy.ts';
import type { ImageDesk } from '../../src/run/stack/evidence.ts';
import { type GatedStack, judgeStack } from '../../src/run/stack.ts';
import type { Clock } from '../../src/terms/ports.ts';
import type { Result } from '../../src/terms/verdict.ts';
import { stackPolicy } from '../rules/stack-policy.ts';
import { afterTheFact, diagnose } from './diagnostics.ts';
import type { Method } from './methods.ts';
import { packPolicies, wholeStack } from './policies.ts';
import { checkSettings, type Settings } from './settings.ts';
import { openMemory, stackOfOne } from './stack-memory.ts';
import { FieldReader } from './wire/reader.ts';
import {
  type AnalyzedResource,
  readConfiguration,
  readResource,
  readStackIdentity,
  readStackResources,
} from './wire/requests.ts';
import {
  type Diagnostic,
  diagnosticsResponse,
  infoResponse,
  type PackIdentity,
  type PackPolicy,
  pluginInfoResponse,
} from './wire/responses.ts';

export type SessionAnswer = Buffer | Promise<Buffer>;
export type PackSession = Readonly<Record<Method, (request: Buffer) => SessionAnswer>>;

export interface SessionPorts {
  readonly clock: Clock;
  readonly pack: PackIdentity;
  /** The program's: rendered releases that the policy names are looked for there. */
  readonly directory: string;
  /** Where images are looked up; what was found stays for the run. */
  readonly images: ImageDesk;
  /** Loads the policy in force: the file that was configured, else the program's, else defaults. */
  loadPolicy(file: string | undefined): Promise<EffectivePolicy>;
  /** Called once, before anything is judged, with the file that was configured. */
  begin(policy: EffectivePolicy, file: string | undefined): void;
  /** Whether anybody asked for the report, which then says what to do first. */
  reports(directory: string | undefined): boolean;
  /** Writes the pack's own report: `preview --json` drops policy events. */
  report(gated: GatedStack, directory: string | undefined): void;
}

const nothing = Buffer.alloc(0);
const description =
  'Proves pod security, isolation, storage and certificates of a stack before it is deployed.';

export function openSession(ports: SessionPorts): PackSession {
  const memory = openMemory();
  let settings: Settings = new Map();
  /** Undefined: nobody said (`policy analyze` does not). */
  let dryRun: boolean | undefined;
  let loaded: Promise<EffectivePolicy> | undefined;
  let offered: readonly PackPolicy[] | undefined;
  let begun = false;
  const property = (name: string): string | undefined => {
    const value = settings.get(wholeStack)?.properties[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const policy = (): Promise<EffectivePolicy> => {
    loaded ??= ports.loadPolicy(property('policyFile'));
    return loaded;
  };
  const policies = async (): Promise<readonly PackPolicy[]> =>
    packPolicies(stackPolicy((await policy()).policy.sections));
  /** The engine asks for the policies before it has configured them: what is loaded by then may not be what judges. */
  const begin = async (): Promise<EffectivePolicy> => {
    const inForce = await policy();
    if (!begun) ports.begin(inForce, property('policyFile'));
    begun = true;
    return inForce;
  };
  const tell = async (result: Result): Promise<readonly Diagnostic[]> => {
    const { minimumCoverage } = stackPolicy((await policy()).policy.sections);
    const now = await policies();
    return diagnose(result, now, { offered: offered ?? now, settings }, minimumCoverage);
  };
  const judgeAlone = async (resource: AnalyzedResource): Promise<Buffer> => {
    const { result } = await judgeStack(
      { stack: stackOfOne(resource), source: resource.urn, asOf: ports.clock.now(), alone: true },
      await begin(),
      ports.images,
    );
    const own = { ...result, findings: result.findings.filter(isCertain) };
    const diagnostics = (await tell(own)).filter(
      (one) => one.enforcement === 'mandatory' && one.policy !== wholeStack,
    );
    return diagnosticsResponse(diagnostics, ports.pack);
  };
  return {
    Handshake: () => nothing,
    Cancel: () => nothing,
    Remediate: () => nothing,
    GetPluginInfo: () => pluginInfoResponse(ports.pack.version),
    async GetAnalyzerInfo() {
      const now = await policies();
      offered ??= now;
      return infoResponse(ports.pack, description, now);
    },
    ConfigureStack(request) {
      dryRun = readStackIdentity(request).dryRun;
      return nothing;
    },
    Configure(request) {
      const before = property('policyFile');
      settings = readConfiguration(request);
      checkSettings(settings);
      if (property('policyFile') !== before) loaded = undefined;
      return nothing;
    },
    /** At preview everything waits for the whole stack; an update without preview is stopped here. */
    Analyze(request) {
      const resource = readResource(new FieldReader(request));
      memory.keep(resource);
      return dryRun === false ? judgeAlone(resource) : nothing;
    },
    async AnalyzeStack(request) {
      const resources = readStackResources(request);
      const gated = await judgeStack(
        {
          stack: memory.build(resources),
          source: programOf(resources),
          asOf: ports.clock.now(),
          directory: ports.directory,
          plan: ports.reports(property('report')),
        },
        await begin(),
        ports.images,
      );
      ports.report(gated, property('report'));
      const diagnostics = await tell(gated.result);
      return diagnosticsResponse(dryRun === false ? afterTheFact(diagnostics) : diagnostics, ports.pack);
    },
  };
}

/** `pulumi shop/dev`, from the first URN: `policy analyze` tells no more of the stack. */
function programOf(resources: readonly AnalyzedResource[]): string {
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? '') ?? [];
  return project === undefined ? 'pulumi' : `pulumi ${project}/${stack}`;
}

/** Pod rules look at one resource only: what they say of it alone, they say of it in its stack. */
function isCertain({ rule, details }: Result['findings'][number]): boolean {
  // Values are there during an update: an image that nobody can look at is an outage.
  if (rule.startsWith('images/')) return true;
  return rule.startsWith('pod-security/') && !(details.kind === 'fact' && details.unknown !== undefined);
}
