// Published and possible bypasses of transparency: what a log entry must prove.
import { describe, expect, test } from '@jest/globals';
import { strictThresholds } from '../../../src/evidence/verify/thresholds.ts';
import { later, signedAt, start, trust } from '../forge/instance.ts';
import { logId, newPair } from '../forge/keys.ts';
import { promiseOf, record } from '../forge/log.ts';
import {
  artifact,
  attestPayload,
  type BadCase,
  instance,
  outcome,
  signArtifact,
  stranger,
} from '../forge/scene.ts';
import { makeBundle, type WireBundle } from '../forge/sign.ts';

const twoLogs = { thresholds: { ...strictThresholds, logEntries: 2 } };

function entryOf(bundle: WireBundle) {
  const [entry] = bundle.verificationMaterial.tlogEntries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
}
type Path = readonly (string | number)[];

function bodyOf(bundle: WireBundle): unknown {
  return JSON.parse(Buffer.from(entryOf(bundle).canonicalizedBody, 'base64').toString());
}
function pick(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return value;
  return pick(Object.entries(Object(value)).find(([name]) => name === `${key}`)?.[1], rest);
}
function put(value: unknown, [key, ...rest]: Path, what: unknown): unknown {
  if (key === undefined) return what;
  if (Array.isArray(value)) return value.map((inner, at) => (at === key ? put(inner, rest, what) : inner));
  const object = Object(value);
  return { ...object, [key]: put(pick(object, [key]), rest, what) };
}
/** Logs the changed body in place of the bundle's, correctly and by the trusted log. */
function relog(bundle: WireBundle, path: Path, what: unknown): WireBundle {
  const promise = entryOf(bundle).inclusionPromise !== undefined;
  const body = put(bodyOf(bundle), path, what);
  bundle.verificationMaterial.tlogEntries = [record({ log: instance.log, body, at: later(1000), promise })];
  return bundle;
}
/** As `relog`, with what another bundle's entry says at the same place. */
const borrow = (path: Path, other: () => WireBundle) => (bundle: WireBundle) =>
  relog(bundle, path, pick(bodyOf(other()), path));
const edit = (change: (entry: ReturnType<typeof entryOf>) => void) => (bundle: WireBundle) => {
  change(entryOf(bundle));
  return bundle;
};
const otherBundle = () => makeBundle({ instance, content: { artifact: Buffer.from('other') } });
const sameArtifactOtherSigner = () => makeBundle(signArtifact);
const rootWith = (change: (root: typeof instance.trust) => void) => {
  const copy = structuredClone(instance.trust);
  change(copy);
  return { trustedRoot: trust(copy) };
};

const cases: readonly BadCase[] = [
  {
    name: 'CVE-2026-22703 (cosign): a genuine entry about another artifact',
    tamper: (bundle) => {
      bundle.verificationMaterial.tlogEntries = otherBundle().verificationMaterial.tlogEntries;
    },
    code: 'log-binding',
  },
  {
    name: 'CVE-2022-36056 (cosign): a genuine entry about another signature of the same artifact',
    tamper: (bundle) => {
      bundle.verificationMaterial.tlogEntries = sameArtifactOtherSigner().verificationMaterial.tlogEntries;
    },
    code: 'log-binding',
  },
  {
    name: 'CVE-2026-22703 (cosign): an entry with this digest and signature, but another certificate',
    tamper: borrow(['spec', 'signature', 'publicKey'], otherBundle),
    code: 'log-binding',
  },
  {
    name: 'the same of Rekor v2',
    order: { ...signArtifact, entry: 'v2' },
    tamper: borrow(['spec', 'hashedRekordV002', 'signature', 'verifier'], () =>
      makeBundle({ ...signArtifact, entry: 'v2' }),
    ),
    code: 'log-binding',
  },
  {
    name: 'the same of an envelope',
    order: attestPayload,
    tamper: borrow(['spec', 'signatures', 0, 'verifier'], () => makeBundle(attestPayload)),
    code: 'log-binding',
  },
  {
    name: 'an entry that names no signer at all',
    tamper: (bundle) => relog(bundle, ['spec', 'signature', 'publicKey'], undefined),
    code: 'log-binding',
  },
  {
    name: 'an entry about another payload of an envelope',
    order: attestPayload,
    tamper: (bundle) => relog(bundle, ['spec', 'payloadHash', 'value'], '11'.repeat(32)),
    code: 'log-binding',
  },
  {
    name: 'CVE-2022-23649 (cosign): the entry is claimed, and no log vouches for it',
    tamper: (bundle) => {
      bundle.verificationMaterial.tlogEntries = makeBundle({
        ...signArtifact,
        instance: stranger,
      }).verificationMaterial.tlogEntries;
    },
    code: 'log-proof',
  },
  {
    name: 'CVE-2022-36056 (cosign): an entry whose promise does not verify is no success',
    tamper: edit((entry) => {
      entry.inclusionPromise = { signedEntryTimestamp: Buffer.from('no signature').toString('base64') };
    }),
    code: 'log-proof',
  },
  {
    name: 'CVE-2024-51746 (gitsign): a promise signed by another key in the name of the log',
    tamper: edit((entry) => {
      const body = Buffer.from(entry.canonicalizedBody, 'base64');
      const forged = promiseOf({ ...instance.log, pair: newPair() }, body, Number(entry.integratedTime), 42);
      entry.inclusionPromise = { signedEntryTimestamp: forged };
    }),
    code: 'log-proof',
  },
  {
    name: 'CVE-2024-55655 (sigstore-python): the integrated time is moved',
    tamper: edit((entry) => {
      entry.integratedTime = `${Number(entry.integratedTime) + 60}`;
    }),
    code: 'log-proof',
  },
  {
    name: 'a checkpoint that another key signed',
    tamper: edit((entry) => {
      const body = JSON.parse(Buffer.from(entry.canonicalizedBody, 'base64').toString());
      const forged = record({ log: { ...instance.log, pair: newPair() }, body, at: signedAt }).inclusionProof;
      if (forged !== undefined) entry.inclusionProof = forged;
    }),
    code: 'log-proof',
  },
  {
    name: 'a genuine checkpoint over another entry',
    tamper: edit((entry) => {
      const other = entryOf(otherBundle()).inclusionProof;
      if (other !== undefined) entry.inclusionProof = other;
    }),
    code: 'log-proof',
  },
  {
    name: 'an entry that claims to be of another trusted log',
    tamper: edit((entry) => {
      entry.logId = { keyId: logId(instance.secondLog.pair).toString('base64') };
    }),
    code: 'log-proof',
  },
  {
    name: 'an entry without proof in a bundle that must carry one',
    tamper: edit((entry) => {
      delete entry.inclusionProof;
    }),
    code: 'malformed',
  },
  {
    name: 'no entry at all',
    order: { ...signArtifact, logs: [], stampedAt: later(1000) },
    code: 'log-entry',
  },
  {
    name: 'duplicate log entries do not count as two',
    order: { ...signArtifact, entry: 'v2', logs: [instance.log, instance.log] },
    check: twoLogs,
    code: 'log-entry',
  },
  {
    name: 'CVE-2026-49834 (sigstore-go): one log with two entries is not two logs',
    order: attestPayload,
    tamper: (bundle) => {
      const body = put(bodyOf(bundle), ['spec', 'envelopeHash', 'value'], '22'.repeat(32));
      bundle.verificationMaterial.tlogEntries.push(
        record({
          log: instance.log,
          body,
          at: later(2000),
          index: 43,
        }),
      );
    },
    check: twoLogs,
    code: 'log-entry',
  },
  {
    name: 'a log whose time in the trusted root is over',
    check: rootWith((root) => {
      for (const log of root.tlogs) log.publicKey.validFor.end = start.toISOString();
    }),
    code: 'log-proof',
  },
  {
    name: 'a log without a beginning of its time',
    check: rootWith((root) => {
      for (const log of root.tlogs) delete log.publicKey.validFor.start;
    }),
    code: 'log-proof',
  },
  {
    name: 'an entry whose kind is not what its body says',
    tamper: edit((entry) => {
      entry.kindVersion.kind = 'dsse';
    }),
    code: 'log-binding',
  },
  {
    name: 'an entry of a kind that is not read',
    tamper: (bundle) => relog(bundle, [], { apiVersion: '0.0.1', kind: 'rpm', spec: {} }),
    code: 'log-binding',
  },
  {
    name: 'CVE-2024-45395 (sigstore-go): endless entries',
    tamper: (bundle) => {
      const entry = entryOf(bundle);
      bundle.verificationMaterial.tlogEntries = Array.from({ length: 5000 }, () => entry);
    },
    code: 'ceiling',
  },
];

describe('what the log proves', () => {
  test('the bundles that the cases start from are accepted', () => {
    expect(outcome({})).toBe('ok');
    expect(outcome({ order: { ...signArtifact, entry: 'v2' } })).toBe('ok');
    expect(outcome({ order: attestPayload })).toBe('ok');
    expect(
      outcome({ order: { ...signArtifact, logs: [instance.log, instance.secondLog] }, check: twoLogs }),
    ).toBe('ok');
    expect(outcome({ order: { instance, content: { artifact } } })).toBe('ok');
  });
  test.each(cases.map((one) => [one.name, one] as const))('refused: %s', (_, one) => {
    expect(outcome(one)).toBe(one.code);
  });
});
