// images/signature: every image is signed by whom the policy names.
import { notApplicable } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { lackingImages } from '../lacking.ts';

export const rule: PodRule = {
  id: 'images/signature',
  title: 'every image is signed by whom the policy names',
  severity: 'high',
  otherwise: 'block',
  because:
    'Whoever can write to a registry can put any image there; a signature tells who stands for this one.',
  fix: 'Sign the image (`seaworthy sign`, or cosign) as one of those whom the policy names.',
  level: 'image',
  control: 'content trust',
  layer: 3,
  frameworks: ['SLSA', 'NIST SP 800-190 4.1.5'],
  configuredBy: ['stack.images.signedBy'],
  subject: 'pod',
  check: (pod, context) => {
    const { signedBy, threshold } = context.policy.images;
    if (signedBy === undefined) return notApplicable('the policy names nobody (stack.images.signedBy)');
    return lackingImages(pod, context, 'signature', `signatures of ${threshold} of those named`);
  },
};
