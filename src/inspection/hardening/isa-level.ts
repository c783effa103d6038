// Programs that do not run on every processor of the image's architecture.
import type { Finding } from '../../terms/finding.ts';
import { mapOf, numberIn } from '../fact-data.ts';
import type { Inspected } from '../inspector.ts';
import { layerPlace, makeFinding } from '../make-finding.ts';
import { elfAnalyzer } from './elf.ts';
import { hardeningRules } from './rules.ts';

/** One finding: the highest level that a visible program needs. */
export function judgeIsaLevel({ view, image }: Inspected): readonly Finding[] {
  const programs = view
    .facts(elfAnalyzer.id)
    .filter(({ visible }) => visible)
    .map((fact) => ({ fact, level: numberIn(mapOf(fact.data), 'needed') ?? 1 }))
    .filter(({ level }) => level > 1);
  const level = Math.max(1, ...programs.map((one) => one.level));
  const [first, ...more] = programs.filter((one) => one.level === level);
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return [
    makeFinding(hardeningRules.isaLevel, {
      subject: image.reference,
      where: layerPlace(image, first.fact.layer, first.fact.path),
      message: `/${first.fact.path}${others} needs a processor of level x86-64-v${level}.`,
      actual: `x86-64-v${level}`,
      required: 'x86-64',
    }),
  ];
}
