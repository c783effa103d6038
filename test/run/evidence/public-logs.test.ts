// Names of a private repository reach no public service unless its policy says so, and those of a public one do.
import { expect, test } from '@jest/globals';
import type { SignSection } from '../../../src/evidence/sign/section.ts';
import { signAfterGate } from '../../../src/run/action-signing.ts';
import type { Gated } from '../../../src/run/gate.ts';
import type { Outside } from '../../../src/run/outside.ts';
import { readEnvironment } from '../../../src/terms/environment.ts';
import { OutsideError } from '../../../src/terms/errors.ts';
import { outside } from '../../e2e/evidence-outside.ts';

const token = `x.${Buffer.from(JSON.stringify({ sub: 'repo:acme/secret' })).toString('base64url')}.x`;

/** Hosts that were asked when this policy signs, and what stopped it. */
async function asked(section: SignSection, publicRepository: boolean) {
  const hosts: string[] = [];
  const client: Outside['client'] = {
    ...outside.client,
    async send({ url }) {
      hosts.push(url.host);
      throw new OutsideError('unreachable', 'no network here', 'None.');
    },
  };
  const policy = { policy: { sections: new Map([['images.sign', section]]) } };
  const gated = gatedBy(policy);
  const facts = { change: false, publicRepository };
  const environment = readEnvironment({ SIGSTORE_ID_TOKEN: token });
  const ended = await signAfterGate(gated, ['registry.test/app:1'], facts, environment, {
    ...outside,
    client,
  }).catch((error: unknown) => error);
  return { hosts, ended };
}

/** As much of a completed gate as is looked at before anything is signed. */
function gatedBy(policy: object): Gated {
  return { policy } as unknown as Gated;
}

test.each<readonly [string, SignSection, boolean]>([
  ['a private repository', { keyless: {} }, false],
  ['a public one whose policy forbids it', { keyless: {}, publicLog: false }, true],
])('%s: nobody is asked, and the reason is told', async (_, section, open) => {
  const { hosts, ended } = await asked(section, open);
  expect(hosts).toEqual([]);
  expect(ended).toMatchObject({ kind: 'user', message: expect.stringContaining('into public logs') });
});

test.each<readonly [string, SignSection, boolean]>([
  ['a public repository', { keyless: {} }, true],
  ['a private one whose policy allows it', { keyless: {}, publicLog: true }, false],
])('%s: the public instance certifies', async (_, section, open) => {
  expect((await asked(section, open)).hosts).toEqual(['fulcio.sigstore.dev']);
});
