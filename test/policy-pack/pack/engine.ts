// What the engine says to a pack, as bytes: for tests of the session without the CLI.
import { openSession, type PackSession } from '../../../policy-pack/pack/session.ts';
import {
  message,
  messageField,
  numberField,
  structFields,
  textField,
} from '../../../policy-pack/pack/wire/writer.ts';
import { effectivePolicy } from '../../../src/gate/effective-policy.ts';
import { parsePolicy } from '../../../src/gate/policy-file.ts';
import { parsing } from '../../../src/run/policy/parsing.ts';
import type { Result } from '../../../src/terms/verdict.ts';

export const now = new Date('2026-11-25T00:00:00Z');

export interface Told {
  readonly name: string;
  /** `apps/v1:Deployment`, or a whole type token. */
  readonly type: string;
  readonly inputs: { readonly [key: string]: unknown };
}

function fieldsOf({ name, type, inputs }: Told): readonly Buffer[] {
  const token = type.split(':').length > 2 ? type : `kubernetes:${type}`;
  return [
    textField(1, token),
    messageField(2, structFields(inputs)),
    textField(3, `urn:pulumi:dev::shop::${token}::${name}`),
    textField(4, name),
    messageField(5, []),
  ];
}

export function analyze(resource: Told): Buffer {
  return message(...fieldsOf(resource));
}

export function analyzeStack(resources: readonly Told[]): Buffer {
  return message(...resources.map((one) => messageField(1, fieldsOf(one))));
}

export function configureStack(dryRun: boolean): Buffer {
  return message(textField(1, 'dev'), textField(2, 'shop'), numberField(4, dryRun ? 1 : 0));
}

/** ConfigureAnalyzerRequest: pack policy → level (by number) and properties. */
export function configure(
  settings: Readonly<Record<string, { readonly level: number; readonly properties?: object }>>,
): Buffer {
  return message(
    ...Object.entries(settings).map(([name, { level, properties }]) =>
      messageField(1, [
        textField(1, name),
        messageField(2, [numberField(1, level), messageField(2, structFields({ ...properties }))]),
      ]),
    ),
  );
}

export interface OpenPack {
  readonly session: PackSession;
  readonly reports: Result[];
  /** The files that were in force when something was first judged. */
  readonly begun: (string | undefined)[];
}

/** A pack with this policy file, and `configured` as the one that its configuration names. */
export function openPack(policy: string, configured = policy): OpenPack {
  const reports: Result[] = [];
  const begun: (string | undefined)[] = [];
  const read = (text: string) =>
    effectivePolicy({
      file: parsePolicy(`version: 1\n${text}`, { ...parsing, file: 'seaworthy.yaml', now }),
    });
  const session = openSession({
    clock: { now: () => now },
    pack: { name: 'seaworthy', version: '1.2.3' },
    directory: '.',
    images: { look: async () => ({ imageUser: () => undefined, imageEvidence: () => undefined }) },
    loadPolicy: async (file) => read(file === undefined ? policy : configured),
    begin: (_, file) => {
      begun.push(file);
    },
    reports: (directory) => directory !== undefined,
    report: ({ result }) => {
      reports.push(result);
    },
  });
  return { session, reports, begun };
}
