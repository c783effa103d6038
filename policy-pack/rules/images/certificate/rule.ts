// images/certificate: every image carries a valid certificate.
import { notApplicable } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { lackingImages } from '../lacking.ts';

export const rule: PodRule = {
  id: 'images/certificate',
  title: 'every image carries a valid certificate',
  severity: 'high',
  otherwise: 'block',
  because:
    'Only a fresh certificate says that this very image passed the image gate and that nobody took it out of use since.',
  fix: 'Gate and sign the image again (`seaworthy sign`), rebuild it if the gate refuses it, and promote it to this stage.',
  level: 'image',
  control: 'content trust',
  layer: 5,
  frameworks: ['SLSA verification summary', 'NIST SP 800-190 4.1.5'],
  configuredBy: ['stack.certificate'],
  subject: 'pod',
  check: (pod, context) => {
    const { certificate } = context.policy;
    if (certificate === undefined) return notApplicable('the policy asks for none (stack.certificate)');
    const { minimumGrade, stage, maxAge } = certificate;
    const terms = [
      ...(minimumGrade === undefined ? [] : [`grade ${minimumGrade} or better`]),
      ...(maxAge === undefined ? [] : [`not older than ${maxAge}`]),
      ...(stage === undefined ? [] : [`for the stage ${stage}`]),
    ];
    return lackingImages(pod, context, 'certificate', ['a certificate that passed', ...terms].join(', '));
  },
};
