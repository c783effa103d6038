// storage/encryption: classes encrypt at rest by the provisioner's real parameters, whatever they are called.
import { encryptionFacts } from '../../../data/storage-encryption.ts';
import { notApplicable, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { go, pathOf, textAt, Unseen } from '../../spot.ts';
import { inAnyCase, plainDriver } from '../joins.ts';
import { storagePlace } from '../place.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/encryption',
  title: 'storage classes encrypt their volumes at rest',
  severity: 'high',
  otherwise: 'block',
  because:
    'A disk that leaves the data centre, or a snapshot that is shared, takes its data along in the clear.',
  fix: 'Ask the provisioner for encryption in the parameters of the class.',
  frameworks: ['NIST SP 800-190 4.3.4'],
  configuredBy: ['stack.storage.encryption'],
  subject: 'resource',
  kinds: new Set(['StorageClass']),
  check: ({ spot }, { policy }) => {
    if (policy.storage.encryption === 'off') return notApplicable('stack.storage.encryption: off');
    return sight(() => {
      const provisioner = textAt(spot, 'provisioner') ?? '';
      if (provisioner === 'kubernetes.io/no-provisioner') return notApplicable('the class makes no volumes');
      const facts = encryptionFacts.get(plainDriver(provisioner));
      const place = go(spot, 'provisioner');
      if (facts === undefined)
        throw new Unseen(pathOf(place), `how ${provisioner || 'it'} encrypts is in no table`);
      if (facts.always === true) return undefined;
      if (facts.asks.length === 0)
        throw new Unseen(
          pathOf(place),
          `the class of ${provisioner} does not tell: what stands behind it does`,
        );
      for (const { parameter, value } of facts.asks) {
        const name = facts.anyCase === true ? inAnyCase(go(spot, 'parameters'), parameter) : parameter;
        const found = textAt(spot, 'parameters', name) ?? '';
        if (found !== '' && (value === undefined || value.test(found))) return undefined;
      }
      const [first] = facts.asks;
      const parameter = first?.parameter ?? '';
      const asked = go(spot, 'parameters', parameter);
      const edits = parameter === 'encrypted' ? [{ path: ['parameters', parameter], value: 'true' }] : [];
      return violation(asked, `${provisioner} is not asked to encrypt`, `${parameter}: "true"`, edits);
    });
  },
};
