// Data: what the rules on base images say.
import { originRule } from '../origin-rule.ts';

export const baseRules = {
  foreign: originRule('base-image', {
    otherwise: 'block',
    severity: 'high',
    title: 'The image is built upon a base that the policy allows, and says so.',
    because: 'Most of what an image runs comes from its base.',
    fix: 'Build upon an allowed base with the label `org.opencontainers.image.base.name`, or add it to `images.trust.bases`.',
    check: 'CIS Docker 4.2',
  }),
  registry: originRule('base-registry', {
    otherwise: 'block',
    severity: 'high',
    title: 'The base comes from a registry that the policy allows.',
    because: 'Whoever runs the registry of the base decides what the image runs.',
    fix: 'Copy the base into an allowed registry, or name it in `images.trust.bases`.',
    check: 'CIS Docker 4.2',
  }),
  digest: originRule('base-digest', {
    otherwise: 'block',
    severity: 'high',
    title: 'The image begins with the layers of the base that it names.',
    because: 'What is said of the base holds for other bytes than those that run.',
    fix: 'Let the builder write the label (`docker buildx build --provenance`, `--annotation`), and build again.',
  }),
  stale: originRule('rebuild-recommended', {
    otherwise: 'warn',
    severity: 'medium',
    title: 'The image is built upon what its base’s tag leads to now.',
    because: 'The base was built anew since: its fixes are not in this image.',
    fix: 'Build again with `--pull`.',
    check: 'CIS Docker 4.4',
  }),
  abandoned: originRule('base-abandoned', {
    otherwise: 'warn',
    severity: 'medium',
    title: 'The base is still built from time to time.',
    because: 'Nobody puts fixes into it any more.',
    fix: 'Move to a tag that is maintained.',
    check: 'CIS Docker 4.2',
  }),
  age: originRule('base-age', {
    otherwise: 'block',
    severity: 'high',
    title: 'The base is no older than the policy allows.',
    because: 'Fixes that came out since its build are not in it.',
    fix: 'Build upon a newer base, or raise `maxAge` in `images.trust.bases`.',
    check: 'CIS Docker 4.2',
  }),
  signature: originRule('base-signature', {
    otherwise: 'block',
    severity: 'high',
    title: 'The base is signed by whom the policy names.',
    because: 'Without a signature anyone who can write to the registry can replace the base.',
    fix: 'Use a signed base, or correct `signedBy` in `images.trust.bases`.',
    check: 'CIS Docker 4.5',
  }),
  unknown: originRule('base-unknown', {
    otherwise: 'warn',
    severity: 'low',
    title: 'What the registry shows of the base is known.',
    because: 'An old or abandoned base cannot be told from a good one.',
    fix: 'Let the gate reach the registry of the base, and name the base by a tag and digest in its labels.',
  }),
} as const;
