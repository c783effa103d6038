// images/one-digest: one name of an image means one content over all stages.
import { podTemplates } from '../../../model/workloads.ts';
import { comparedBy, violation } from '../../observation.ts';
import { subjectOf } from '../../outcomes.ts';
import { openPod } from '../../pod.ts';
import type { RuleContext, StackRule, StackSight } from '../../rule.ts';
import { eachImage, type NamedImage, repositoryOf } from '../image-names.ts';

/** Host, repository and tag: what people take for one image. */
function nameOf({ name }: NamedImage): string {
  return `${name.registry}/${name.repository}${name.tag === undefined ? '' : `:${name.tag}`}`;
}

function digestOf({ name, text }: NamedImage, { imageEvidence }: RuleContext): string | undefined {
  if (name.digest !== undefined) return name.digest;
  const evidence = imageEvidence(text);
  return evidence?.kind === 'judged' ? evidence.digest : undefined;
}

export const rule: StackRule = {
  id: 'images/one-digest',
  title: 'one name of an image means one content over all stages',
  severity: 'medium',
  otherwise: 'warn',
  because:
    'What was tested is what should run: two contents under one name are two images, and only one was tested.',
  fix: 'Promote the tested image by its digest, and write the same digest in every stage.',
  level: 'image',
  control: 'content trust',
  layer: 5,
  frameworks: ['SLSA'],
  subject: 'stack',
  check(context) {
    const pods = context.stack.resources.flatMap((resource) =>
      podTemplates(resource).map((template) => ({ resource, pod: openPod(template) })),
    );
    const digests = new Map<string, Map<string, string>>();
    for (const { resource, pod } of pods) {
      eachImage(pod, (image) => {
        const digest = digestOf(image, context);
        if (digest === undefined) return undefined;
        const known = digests.get(nameOf(image)) ?? new Map<string, string>();
        if (!known.has(digest)) known.set(digest, subjectOf(resource));
        digests.set(nameOf(image), known);
        return undefined;
      });
    }
    return pods.map(
      ({ resource, pod }): StackSight => ({
        resource,
        seen: eachImage(pod, (image) => {
          const digest = digestOf(image, context);
          const known = digests.get(nameOf(image));
          if (digest === undefined || known === undefined || known.size < 2) return undefined;
          const [other, user] = [...known].find(([one]) => one !== digest) ?? [];
          return comparedBy(
            repositoryOf(image.name),
            violation(
              image.place,
              `${image.whose} has other content (${digest}) than ${user} runs under the same name`,
              `one digest for ${nameOf(image)}`,
              [],
              other === undefined ? digest : `${digest} here, ${other} there`,
            ),
          );
        }),
      }),
    );
  },
};
