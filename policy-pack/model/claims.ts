// Pods ↔ PersistentVolumeClaims ↔ PersistentVolumes ↔ StorageClasses.
import type { Resource } from './resource.ts';
import { ofKind, type Stack } from './stack.ts';
import type { Path, Tree } from './tree.ts';
import { itemsOf, textOr } from './typed.ts';
import { type PodTemplate, podTemplates } from './workloads.ts';

export interface ClaimUse {
  readonly template: PodTemplate;
  /** Name of the pod's volume. */
  readonly volume: string;
  /** Name of the claim; the template's own for `volumeClaimTemplates` and ephemeral volumes. */
  readonly claim: string;
  /** The claim's own tree when the pod's workload writes it, else absent. */
  readonly inline: { readonly tree: Tree; readonly path: Path } | undefined;
}

/** Claims that a workload's pods mount, those of its own `volumeClaimTemplates` included. */
export function claimsOf(resource: Resource): readonly ClaimUse[] {
  return podTemplates(resource).flatMap((template) => {
    const uses: ClaimUse[] = [];
    for (const [index, volume] of itemsOf(template.tree, ['spec', 'volumes']).entries()) {
      const name = textOr(volume, ['name']) ?? '';
      const claim = textOr(volume, ['persistentVolumeClaim', 'claimName']);
      if (claim !== undefined) uses.push({ template, volume: name, claim, inline: undefined });
      const path: Path = ['spec', 'volumes', index, 'ephemeral', 'volumeClaimTemplate'];
      const ephemeral = itemsOf(template.tree, ['spec', 'volumes'])[index];
      if (textOr(ephemeral, ['ephemeral', 'volumeClaimTemplate', 'spec', 'accessModes', 0]) !== undefined) {
        uses.push({ template, volume: name, claim: name, inline: { tree: template.tree, path } });
      }
    }
    for (const [index, own] of itemsOf(resource.tree, ['spec', 'volumeClaimTemplates']).entries()) {
      const name = textOr(own, ['metadata', 'name']) ?? '';
      const path: Path = ['spec', 'volumeClaimTemplates', index];
      uses.push({ template, volume: name, claim: name, inline: { tree: own, path } });
    }
    return uses;
  });
}

/** A claim by name in a namespace. */
export function claimNamed(stack: Stack, namespace: string | undefined, name: string): Resource | undefined {
  return ofKind(stack, 'PersistentVolumeClaim', '').find(
    (item) => item.namespace === namespace && item.name === name,
  );
}

/** The volume that a claim names, or that names the claim in its `claimRef`. */
export function volumeOf(stack: Stack, claim: Resource): Resource | undefined {
  const wanted = textOr(claim.tree, ['spec', 'volumeName']);
  return ofKind(stack, 'PersistentVolume', '').find((volume) => {
    if (wanted !== undefined && wanted !== '') return volume.name === wanted;
    const name = textOr(volume.tree, ['spec', 'claimRef', 'name']);
    const namespace = textOr(volume.tree, ['spec', 'claimRef', 'namespace']) ?? 'default';
    return name === claim.name && namespace === claim.namespace;
  });
}

const defaultClass = 'storageclass.kubernetes.io/is-default-class';

export type ClassChoice =
  | { readonly kind: 'class'; readonly name: string; readonly resource: Resource | undefined }
  /** The empty name: only volumes without a class. */
  | { readonly kind: 'none' }
  /** The cluster's default, which the stack does not declare. */
  | { readonly kind: 'default' };

/** The StorageClass of a claim's tree: named, none (`""`), or the default one. */
export function classOf(stack: Stack, claim: Tree): ClassChoice {
  const classes = ofKind(stack, 'StorageClass', 'storage.k8s.io');
  const name =
    textOr(claim, ['spec', 'storageClassName']) ??
    textOr(claim, ['metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class']);
  if (name === '') return { kind: 'none' };
  if (name !== undefined)
    return { kind: 'class', name, resource: classes.find((item) => item.name === name) };
  const chosen = classes.find(
    (item) => textOr(item.tree, ['metadata', 'annotations', defaultClass]) === 'true',
  );
  return chosen === undefined ? { kind: 'default' } : { kind: 'class', name: chosen.name, resource: chosen };
}
