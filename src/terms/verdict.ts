// The verdict of a gate and the documented result that every surface reads.
import type { Digest } from './digest.ts';
import type { Finding } from './finding.ts';
import type { Platform } from './image.ts';
import type { OperatingSystem, Package } from './package.ts';
import type { Refusal } from './refusal.ts';
import type { Severity } from './severity.ts';

export type Judgement = 'pass' | 'fail' | 'incomplete';

/** How the policy takes a finding. */
export type Treatment = 'block' | 'warn' | 'waived' | 'off';

/** How a finding relates to the base that a change starts from. */
export type Origin = 'introduced' | 'inherited' | 'newly-disclosed' | 'no-base';

export interface JudgedFinding extends Finding {
  /** What it does to the certificate: every finding counts there. */
  readonly treatment: Treatment;
  /** Whether it stands in the way of the merge, after the policy's `consider`. */
  readonly blocksMerge: boolean;
  readonly origin: Origin;
  /** Reference of the image it was found in; absent in the stack gate. */
  readonly image?: string;
  /** The policy's own words for why it blocks or warns, such as `severity: critical`. */
  readonly judgedBy: string;
  readonly waiver?: {
    readonly reason: string;
    readonly owner: string;
    readonly expires: string;
    /** Set where no waiver but the VEX statement of an author that the policy believes excuses it. */
    readonly vex?: 'not_affected' | 'fixed';
  };
}

export interface Waiver {
  readonly rule: string;
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

export interface WaiverUse extends Waiver {
  /** How many findings it covers; 0 is worth a warning. */
  readonly uses: number;
}

export interface VerdictReason {
  readonly question: 'merge' | 'certificate' | 'both';
  readonly judgement: 'fail' | 'incomplete';
  /** One sentence. */
  readonly message: string;
  readonly fix: string;
}

export interface Verdict {
  /** May this change go in? */
  readonly merge: Judgement;
  /** Is this image fit to run? */
  readonly certificate: Judgement;
  /** Why not, worst first; empty when both pass. */
  readonly reasons: readonly VerdictReason[];
  /** What an `observe` policy would have said with `introduced`/`all`; absent when it already gates. */
  readonly wouldBe?: { readonly merge: Judgement; readonly line: string };
}

/** One change that does away with findings that stand in the way. */
export interface FixStep {
  /**
   * `base`: build on a newer base; `rebuild`: install the packages of a layer anew; `upgrade`: one package, or one
   * program with what is built into it; `edit`: anything else.
   */
  readonly kind: 'base' | 'rebuild' | 'upgrade' | 'edit';
  /** What to do, in one imperative sentence. */
  readonly action: string;
  /** Who waits for it. */
  readonly question: 'certificate' | 'both';
  /** Packages that must change, each with the lowest version that will do. */
  readonly packages: readonly {
    readonly name: string;
    readonly installed: string;
    readonly needed: string;
  }[];
  /** Findings that it does away with together with the steps before it: how many of each severity. */
  readonly closes: Partial<Readonly<Record<Severity, number>>>;
  /** Their rules, sorted. */
  readonly rules: readonly string[];
  /** The worst grade of the images after this step and those before it; absent: not gradable. */
  readonly grade?: GradeLetter;
  /** Teams whose findings it does away with, where the policy names owners. */
  readonly teams?: readonly string[];
  /** Of a stack: what it changes or adds, each with all that the step does to it. */
  readonly changes?: readonly FixChange[];
  /** What was found in the newer base of this step; absent where it was not looked into. */
  readonly newerBase?: NewerBaseFound;
  /** Why a newer base was not looked into, in words that follow a colon. */
  readonly unseen?: string;
}

export interface FixChange {
  /** The resource as findings name it. */
  readonly subject: string;
  /** A strategic merge patch, or the manifest of what is added. */
  readonly yaml: string;
  /** The same as arguments or a resource of a Pulumi program. */
  readonly typescript: string;
}

/** A newer base that was looked into, and what building on it does by itself. */
export interface NewerBaseFound {
  readonly reference: string;
  /** What the image says that it is built upon; absent where it does not, or images of the step differ. */
  readonly from?: Digest;
  readonly to: Digest;
  /** What was read of it. A signed inventory knows packages alone: what else was found in the base is taken to stay. */
  readonly by: 'layers' | 'inventory';
  /** Open findings of the base's layers today, those that other layers lose with it among them. */
  readonly findings: number;
  /** How many of them go away. */
  readonly gone: number;
  /** Open findings that it brings. */
  readonly added: number;
  /** What the gate would say after this step and those before it. */
  readonly merge: Judgement;
  readonly certificate: Judgement;
}

/** The smallest set of changes that makes the gate pass, or comes as near as changes can. */
export interface FixPlan {
  /** What helps most first. */
  readonly steps: readonly FixStep[];
  /** What the gate would say after all steps. */
  readonly reaches: {
    readonly merge: Judgement;
    readonly certificate: Judgement;
    readonly grade?: GradeLetter;
  };
  /** What would still stand in the way: no change that is known helps. */
  readonly left: readonly VerdictReason[];
}

export const gradeLetters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type GradeLetter = (typeof gradeLetters)[number];

export interface GradeDrop {
  /** First day (UTC, `YYYY-MM-DD`) on which the letter holds unless something is updated. */
  readonly on: string;
  readonly letter: GradeLetter;
  /** Ids of the advisories that cause it. */
  readonly because: readonly string[];
}

export interface Grade {
  /** Absent: not gradable, and `sentence` says why. */
  readonly letter?: GradeLetter;
  /** One plain sentence for people who are no experts. */
  readonly sentence: string;
  readonly drops: readonly GradeDrop[];
  /** Ids that decide the letter today. */
  readonly because: readonly string[];
  /** Findings without a fix, listed apart and never aged. */
  readonly withoutFix: number;
}

/** What an image was built with, as far as the image shows it. */
export type BuilderKind = 'dockerfile' | 'buildpacks' | 's2i' | 'ko' | 'jib' | 'unknown';

export interface ScannedImage {
  readonly reference: string;
  readonly digest: Digest;
  readonly indexDigest?: Digest;
  readonly platform: Platform;
  readonly created?: string;
  readonly os?: OperatingSystem;
  /** Absent in results of earlier versions. */
  readonly builder?: BuilderKind;
  readonly layers: readonly {
    readonly digest: Digest;
    readonly size?: number;
    readonly createdBy?: string;
  }[];
  readonly packages: readonly Package[];
  readonly grade: Grade;
  readonly refusals: readonly Refusal[];
  /** Bytes of all layers by what became of them. */
  readonly accounting: { readonly parsed: number; readonly notInteresting: number; readonly refused: number };
}

/** The advisory data that a result was judged on. */
export interface Snapshot {
  /** Absent when no advisories were at hand. */
  readonly digest?: Digest;
  /** The moment of judgement, ISO 8601. */
  readonly asOf: string;
  /** When the data was last known to be current, ISO 8601. */
  readonly updated?: string;
  /** `store`, `dump`, `osv.dev`, `sample`, or `none`. */
  readonly source: 'store' | 'dump' | 'osv.dev' | 'sample' | 'none';
  readonly ecosystems: readonly string[];
}

/** The result, versioned; design §4. */
export interface Result {
  readonly schemaVersion: 1;
  readonly gate: 'image' | 'stack';
  readonly verdict?: Verdict;
  /** The worst grade of the images. */
  readonly grade?: Grade;
  readonly images: readonly ScannedImage[];
  readonly stack?: { readonly source: string; readonly resources: number; readonly coverage: StackCoverage };
  /** Who can reach whom in the stack; absent where nothing can be reached, or nobody asked. */
  readonly reach?: ReachReport;
  readonly findings: readonly JudgedFinding[];
  readonly fixed?: readonly Finding[];
  /** What it was compared with; the grade is that of today's advisories. */
  readonly base?: { readonly reference: string; readonly grade?: GradeLetter };
  /** Where the gate does not pass. */
  readonly fixPlan?: FixPlan;
  readonly waivers: readonly WaiverUse[];
  readonly warnings: readonly string[];
  readonly snapshot: Snapshot;
  readonly policyDigest?: Digest;
  readonly tool: { readonly name: 'seaworthy'; readonly version: string };
}

/** What a change opens and closes in a stack, and the picture after it. Names are those of resources: untrusted. */
export interface ReachReport {
  /** Absent: there is no stack before. */
  readonly changes?: ReachChanges;
  /** Absent: too large to be drawn. */
  readonly graph?: ReachGraph;
}

export interface ReachChanges {
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
  /** The first of them in their fixed order, opened ones ahead; many are folded to namespaces, with their `pairs`. */
  readonly listed: readonly ReachChange[];
}

export interface ReachChange {
  readonly kind: 'opened' | 'closed' | 'changed';
  readonly source: string;
  readonly destination: string;
  /** Ports before and after. */
  readonly before: string;
  readonly after: string;
  /** What leads there from the internet; only where that is the source. */
  readonly through?: string;
  /** Of a folded row: how many pairs of workloads change so between the two namespaces. */
  readonly pairs?: number;
}

export interface ReachGraph {
  /** Nodes are namespaces. */
  readonly folded: boolean;
  readonly nodes: readonly string[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    readonly kind: 'allowed' | 'unknown';
    /** The change opened or widened it. */
    readonly opened?: boolean;
  }[];
}

export interface StackCoverage {
  readonly seen: number;
  readonly opaque: readonly { readonly subject: string; readonly reason: string }[];
  readonly percent: number;
}
