// images/digest: images are named by digest.
import { comparedBy, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { eachImage, repositoryOf } from '../image-names.ts';

export const rule: PodRule = {
  id: 'images/digest',
  title: 'images are named by digest',
  severity: 'medium',
  otherwise: 'warn',
  because: 'A tag can be moved to other content between the check and the start, or between two pods.',
  fix: 'Write the image as `name:tag@sha256:…`.',
  level: 'image',
  control: 'content trust',
  layer: 5,
  frameworks: ['CIS Kubernetes 5.5', 'SLSA'],
  subject: 'pod',
  check: (pod) =>
    eachImage(pod, ({ place, name, whose }) =>
      name.digest === undefined
        ? comparedBy(
            repositoryOf(name),
            violation(place, `${whose} is named without a digest`, 'name@sha256:…'),
          )
        : undefined,
    ),
};
