// storage/access-mode: claims ask for what their volumes, drivers and pods can do.
import type { Stack } from '../../../model/stack.ts';
import { podTemplates } from '../../../model/workloads.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import { openPod } from '../../pod.ts';
import type { ResourceRule, RuleContext } from '../../rule.ts';
import { go, itemsAt, pathOf, type Spot, textAt, Unseen } from '../../spot.ts';
import { backingOf, type Claim, claimsOf, className, type Source, sourceOf } from '../joins.ts';
import { abilityOf } from '../modes.ts';
import { storagePlace } from '../place.ts';
import { bindingOf } from './binding.ts';
import { usesOf } from './uses.ts';
import { waitForVolume } from './waiting.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/access-mode',
  title: 'claims ask for access modes that volumes, drivers and pods can keep',
  severity: 'medium',
  otherwise: 'block',
  because:
    'A mode that the driver cannot do leaves pods pending, and one that is too wide lets other nodes write.',
  fix: 'Ask for a mode that the driver supports and the workload needs.',
  frameworks: ['Kubernetes: access modes'],
  configuredBy: ['stack.storage.accessModes'],
  subject: 'resource',
  check: ({ resource, spot }, context) => {
    if (resource.kind === 'PersistentVolume' && resource.group === '')
      return sight(() => able(sourceOf(spot), spot, go(spot, 'spec', 'accessModes')));
    if (resource.kind === 'PersistentVolumeClaim' && resource.group === '') {
      const claim = { spot, name: resource.name, namespace: resource.namespace, own: false };
      return ofClaim(claim, spot, context);
    }
    return podTemplates(resource).flatMap((template) => {
      const pod = openPod(template);
      return sight(() =>
        claimsOf(pod, context.stack).flatMap((claim) => [
          ...(claim.own && claim.spot !== undefined ? ofClaim(claim, claim.spot, context) : []),
          ...usesOf(pod, claim, context.stack),
        ]),
      );
    });
  },
};

function ofClaim(claim: Claim, spot: Spot, { stack, policy }: RuleContext): readonly Observation[] {
  return sight(
    () => permitted(spot, policy.storage.accessModes),
    () => backed(stack, claim, spot),
  );
}

/** Classes of the policy; an annotation may name the class too. */
function permitted(spot: Spot, classes: Readonly<Record<string, readonly string[]>>): readonly Observation[] {
  const name = className(spot) ?? '(default)';
  const allowed = new Map(Object.entries(classes));
  const modes = allowed.get(name) ?? allowed.get('*');
  if (modes === undefined) return [];
  return itemsAt(spot, 'spec', 'accessModes').flatMap((item) =>
    modes.includes(textAt(item) ?? '')
      ? []
      : [violation(item, `class ${name} may not be claimed as ${textAt(item)}`, modes.join(', '))],
  );
}

function backed(stack: Stack, claim: Claim, spot: Spot): readonly Observation[] {
  const backing = backingOf(stack, claim);
  if (backing.kind === 'elsewhere' || (backing.kind === 'class' && backing.source === undefined)) {
    waitForVolume(stack, spot);
    return [];
  }
  if (backing.kind === 'volume') return bindingOf(spot, backing.spot, backing.resource.name);
  return able(backing.source, spot, go(spot, 'spec', 'accessModes'));
}

/** One sight a mode that the source cannot do, or of which nobody knows. */
function able(source: Source | undefined, holder: Spot, place: Spot): readonly Observation[] {
  if (source === undefined) return [];
  const volumeMode = textAt(holder, 'spec', 'volumeMode') ?? 'Filesystem';
  return itemsAt(place).flatMap((item) =>
    sight(() => {
      const mode = textAt(item) ?? '';
      const { ability, name, without } = abilityOf(source, mode, volumeMode);
      if (ability === 'no' && without !== undefined)
        return violation(item, `${mode} is not supported by ${name} without ${without}`, without);
      if (ability === 'no')
        return violation(item, `${mode} is not supported by ${name}`, `a mode that ${name} supports`);
      if (ability === 'driver')
        throw new Unseen(pathOf(item), `whether ${name} supports ${mode} depends on the driver`);
      return undefined;
    }),
  );
}
