// images/registry: images come from registries that the policy names.
import { comparedBy, notApplicable, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { eachImage, repositoryOf } from '../image-names.ts';

function plain(registry: string): string {
  return registry.replace(/\/+\*?$/, '');
}

export const rule: PodRule = {
  id: 'images/registry',
  title: 'images come from registries that the policy names',
  severity: 'high',
  otherwise: 'block',
  because: 'An image from elsewhere went through none of the gates.',
  fix: 'Push the image to one of the registries and name it there.',
  level: 'image',
  control: 'content trust',
  layer: 3,
  frameworks: ['NIST SP 800-190 4.2, 4.1.5'],
  configuredBy: ['stack.images.registries'],
  subject: 'pod',
  check: (pod, { policy }) => {
    const { registries } = policy.images;
    if (registries === undefined) return notApplicable('the policy names none (stack.images.registries)');
    return eachImage(pod, ({ place, name, whose }) => {
      const full = `${name.registry}/${name.repository}`;
      if (registries.some((one) => full === plain(one) || full.startsWith(`${plain(one)}/`)))
        return undefined;
      return comparedBy(
        repositoryOf(name),
        violation(place, `${whose} comes from ${full}`, registries.join(', ')),
      );
    });
  },
};
