// Data: what the rules on where software comes from say.
import { originRule as rule } from './origin-rule.ts';

export const originRules = {
  foreignSource: rule('third-party-source', {
    otherwise: 'warn',
    severity: 'medium',
    title: 'Packages come from the distribution, or from where the policy allows.',
    because: 'Whoever runs the source can replace any package of the image, the distribution’s own too.',
    fix: 'Remove the source, mirror its packages, or allow its host: `images.trust.origins: [HOST]`.',
  }),
  foreignRegistryOfLanguage: rule('unexpected-registry', {
    otherwise: 'warn',
    severity: 'medium',
    title: 'Packages of npm and PyPI come from the public registry, or from where the policy allows.',
    because: 'A package of the same name from elsewhere can be anything (dependency confusion).',
    fix: 'Install from the public registry, or allow the host: `images.trust.origins: [HOST]`.',
    check: 'CIS Docker 4.11',
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
    title: 'Package managers check signatures and certificates.',
    because: 'Anyone on the way can put in any package.',
    fix: 'Remove `trusted=yes`, `allow-insecure`, `gpgcheck=0`, `trusted-host` or `strict-ssl=false`, and add the source’s key.',
    check: 'CIS Docker 4.11',
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
    check: 'CIS Docker 4.2',
  }),
} as const;
