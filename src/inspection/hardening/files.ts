// What files of the image give to whoever is in the container: rights, doors, tools.
import type { VisibleEntry } from '../../image/view.ts';
import type { Finding } from '../../terms/finding.ts';
import type { InspectionRule } from '../inspection-rule.ts';
import type { Inspected } from '../inspector.ts';
import { fileSubject, layerPlace, makeFinding } from '../make-finding.ts';
import { capabilityNames } from './capabilities.ts';
import { hardeningRules } from './rules.ts';

export function judgeFiles(inspected: Inspected): readonly Finding[] {
  const { survey, image } = inspected;
  const of = (rule: InspectionRule, { entry, layer }: VisibleEntry, message: string): Finding =>
    makeFinding(rule, {
      subject: fileSubject(entry.path),
      where: layerPlace(image, layer, entry.path),
      message,
      actual: `mode ${entry.mode.toString(8).padStart(4, '0')}, owner ${entry.uid}:${entry.gid}`,
    });
  return [
    ...survey.setuid.map((file) => {
      const { path, mode, uid, gid } = file.entry;
      const owner = survey.owners.get(path);
      const whose = (mode & 0o4000) !== 0 ? `user ${uid}` : `group ${gid}`;
      const from = owner === undefined ? 'belongs to no package' : `comes from ${owner.name}`;
      const rule = owner === undefined ? hardeningRules.foreignSetuid : hardeningRules.setuid;
      return of(rule, file, `/${path} runs with the rights of ${whose} and ${from}.`);
    }),
    ...survey.capable.map((file) => {
      const names = capabilityNames(file.entry.xattrs?.['security.capability'] ?? '');
      return of(
        hardeningRules.capabilities,
        file,
        `/${file.entry.path} brings ${names.join(', ') || 'capabilities'}.`,
      );
    }),
    ...survey.worldWritable.map((file) => {
      const what = file.entry.type === 'directory' ? 'The directory' : 'The file';
      return of(
        hardeningRules.worldWritable,
        file,
        `${what} /${file.entry.path} can be written by everybody.`,
      );
    }),
    ...survey.devices.map((file) =>
      of(hardeningRules.device, file, `/${file.entry.path} is a ${file.entry.type.replace('-', ' ')}.`),
    ),
  ];
}
