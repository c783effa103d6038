// images/mutable-tag: no image is named by a tag that moves.
import { comparedBy, violation } from '../../observation.ts';
import type { PodRule } from '../../rule.ts';
import { eachImage, repositoryOf } from '../image-names.ts';

const moving =
  /^(?:latest|stable|edge|nightly|dev|develop|main|master|trunk|head|current|next|canary|snapshot|prod|test|staging)$/i;

export const rule: PodRule = {
  id: 'images/mutable-tag',
  title: 'no image is named by a tag that moves by design',
  severity: 'medium',
  otherwise: 'block',
  because:
    '`latest` and its like are other content tomorrow: nobody can say what runs, and nobody can go back.',
  fix: 'Name a version, best with its digest.',
  level: 'image',
  control: 'content trust',
  layer: 5,
  frameworks: ['NIST SP 800-190 4.2.2'],
  subject: 'pod',
  check: (pod) =>
    eachImage(pod, ({ place, name, whose }) => {
      if (name.digest !== undefined) return undefined;
      const tag = name.tag ?? 'latest';
      if (!moving.test(tag)) return undefined;
      return comparedBy(
        repositoryOf(name),
        violation(place, `${whose} is named by the moving tag ${tag}`, 'a version or a digest'),
      );
    }),
};
