// Data: what the rules on where software comes from say.
import type { InspectionRule } from '../inspection-rule.ts';

type Words = Omit<InspectionRule, 'level' | 'control' | 'layer' | 'id'>;

function rule(name: string, words: Words): InspectionRule {
  return { level: 'image', control: 'content trust', layer: 3, ...words, id: `origin/${name}` };
}

export const originRules = {
  foreignSource: rule('third-party-source', {
    otherwise: 'warn',
    severity: 'medium',
    title: 'Packages come from the distribution, or from where the policy allows.',
    because: 'Whoever runs the source can replace any package of the image, the distribution’s own too.',
    fix: 'Remove the source, mirror its packages, or allow its host: `images.trust.origins: [HOST]`.',
  }),
  plainSource: rule('unencrypted-source', {
    otherwise: 'warn',
    severity: 'low',
    title: 'Third-party sources are reached over TLS.',
    because: 'Signatures protect the packages, but anyone on the way can hold back updates.',
    fix: 'Use https.',
  }),
  uncheckedSource: rule('unsigned-source', {
    otherwise: 'block',
    severity: 'high',
    title: 'Package managers check signatures.',
    because: 'Anyone on the way can put in any package.',
    fix: 'Remove `trusted=yes`, `allow-insecure`, `gpgcheck=0` or `--allow-untrusted`, and add the source’s key.',
  }),
  foreignVendor: rule('third-party-vendor', {
    otherwise: 'warn',
    severity: 'medium',
    title: 'Packages are the distribution’s, or of vendors that the policy allows.',
    because: 'The advisories of the distribution say nothing about them.',
    fix: 'Follow the vendor’s own advisories, or replace the package by the distribution’s.',
  }),
  foreignRegistry: rule('registry', {
    otherwise: 'block',
    severity: 'high',
    title: 'The image comes from a registry that the policy allows.',
    because: 'Nobody vouches for what other registries serve.',
    fix: 'Push the image to an allowed registry, or add it to `images.trust.registries`.',
  }),
  foreignBase: rule('base-image', {
    otherwise: 'block',
    severity: 'high',
    title: 'The image is built upon a base that the policy allows, and says so.',
    because: 'Most of what an image runs comes from its base.',
    fix: 'Build upon an allowed base with the label `org.opencontainers.image.base.name`, or add it to `images.trust.bases`.',
  }),
} as const;
