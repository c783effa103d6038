// Data: hosts from which distributions serve their own packages, and the vendors their packages name.

/** os-release `ID` → host names; a leading dot stands for every name below. */
export const distributionHosts: ReadonlyMap<string, readonly string[]> = new Map([
  ['debian', ['.debian.org']],
  ['ubuntu', ['.ubuntu.com']],
  ['alpine', ['.alpinelinux.org']],
  ['wolfi', ['.wolfi.dev', '.chainguard.dev', '.cgr.dev']],
  ['chainguard', ['.wolfi.dev', '.chainguard.dev', '.cgr.dev']],
  ['rhel', ['.redhat.com']],
  ['centos', ['.centos.org']],
  ['fedora', ['.fedoraproject.org']],
  ['almalinux', ['.almalinux.org']],
  ['rocky', ['.rockylinux.org']],
  ['ol', ['.oracle.com']],
  ['amzn', ['.amazonaws.com', '.amazonlinux.com']],
  ['sles', ['.suse.com']],
  ['opensuse-leap', ['.opensuse.org']],
  ['opensuse-tumbleweed', ['.opensuse.org']],
]);

/** os-release `ID` → what the distribution's packages state as vendor or maintainer. */
export const distributionVendors: ReadonlyMap<string, RegExp> = new Map([
  ['rhel', /^Red Hat, Inc\.$/],
  ['centos', /^CentOS$/],
  ['fedora', /^Fedora Project$/],
  ['almalinux', /^AlmaLinux$/],
  ['rocky', /^Rocky Enterprise Software Foundation$/],
  ['ol', /^Oracle America$/],
  ['amzn', /^Amazon(?: Linux|\.com)?$/],
  ['sles', /^SUSE LLC/],
  ['opensuse-leap', /^(?:openSUSE|SUSE LLC)/],
  ['opensuse-tumbleweed', /^openSUSE/],
]);

/**
 * What vouches for the distribution’s key: the package that makes an image this distribution, such as `redhat-release`,
 * `openSUSE-release`, `oraclelinux-release-el9`.
 */
export const releasePackage = /^(?:[a-z]+-)*release(?:-[a-z0-9]+)*$/i;
