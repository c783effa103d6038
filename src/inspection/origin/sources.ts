// The files in which apt, yum, dnf, zypper and apk name their sources.

export type SourceKind =
  | 'apt-list'
  | 'apt-deb822'
  | 'apt-setting'
  | 'rpm-repository'
  | 'rpm-setting'
  | 'apk-list';

export interface PackageSource {
  /** As written; empty for a setting that holds for every source. */
  readonly address: string;
  /** Signatures are not checked. */
  readonly unchecked: boolean;
  /** Every key of the package manager may sign it. */
  readonly keyless?: boolean;
  /** Where rpm takes the keys from that it will trust for every source, as written. */
  readonly keys?: readonly string[];
}

const kinds: readonly (readonly [RegExp, SourceKind])[] = [
  [/^etc\/apt\/sources\.list(?:\.d\/[^/]+\.list)?$/, 'apt-list'],
  [/^etc\/apt\/sources\.list\.d\/[^/]+\.sources$/, 'apt-deb822'],
  [/^etc\/apt\/apt\.conf(?:\.d\/[^/]+)?$/, 'apt-setting'],
  [/^etc\/(?:yum\.repos\.d|zypp\/repos\.d|distro\.repos\.d)\/[^/]+\.repo$/, 'rpm-repository'],
  [/^etc\/(?:dnf\/dnf|yum)\.conf$/, 'rpm-setting'],
  [/^etc\/apk\/repositories(?:\.d\/[^/]+)?$/, 'apk-list'],
];

export function sourceKind(path: string): SourceKind | undefined {
  return kinds.find(([pattern]) => pattern.test(path))?.[1];
}

/** Sources that are switched on, in order (sources.list(5), yum.conf(5), apk-repositories(5)). */
export function readSources(kind: SourceKind, text: string): readonly PackageSource[] {
  switch (kind) {
    case 'apt-list':
      return lines(text).flatMap((line): PackageSource[] => {
        const [, options = '', address] = /^deb(?:-src)?\s+(?:\[([^\]]*)\]\s+)?(\S+)/.exec(line) ?? [];
        if (address === undefined || line.startsWith('deb-src')) return [];
        const unchecked = /\b(?:trusted|allow-insecure)\s*=\s*(?:yes|true|1)\b/i.test(options);
        return [{ address, unchecked, keyless: !/\bsigned-by\s*=/i.test(options) }];
      });
    case 'apt-deb822':
      return text.split(/\n\s*\n/).flatMap((paragraph): PackageSource[] => {
        const field = (name: string): string =>
          new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(paragraph)?.[1]?.trim() ?? '';
        if (/^(?:no|false|0|off)$/i.test(field('Enabled')) || !/\bdeb\b/.test(field('Types'))) return [];
        const unchecked =
          /^(?:yes|true|1|on)$/i.test(field('Trusted')) ||
          /^(?:yes|true|1|on)$/i.test(field('Allow-Insecure'));
        return field('URIs')
          .split(/\s+/)
          .filter(Boolean)
          .map((address) => ({ address, unchecked, keyless: field('Signed-By') === '' }));
      });
    case 'apt-setting':
      return /AllowUnauthenticated\s+"?(?:true|1|yes)|AllowInsecureRepositories\s+"?(?:true|1|yes)|Verify-Peer\s+"?(?:false|0|no)/i.test(
        lines(text, '//').join('\n'),
      )
        ? [{ address: '', unchecked: true }]
        : [];
    case 'rpm-setting':
    case 'rpm-repository':
      return sections(text).flatMap((settings) => rpmSources(kind, settings));
    case 'apk-list':
      return lines(text).map((line) => ({ address: line.replace(/^@\S+\s+/, ''), unchecked: false }));
  }
}

function rpmSources(kind: SourceKind, settings: ReadonlyMap<string, string>): readonly PackageSource[] {
  const off = /^(?:0|no|false)$/i;
  const unchecked = off.test(settings.get('gpgcheck') ?? '') || off.test(settings.get('sslverify') ?? '');
  if (kind === 'rpm-setting') return unchecked ? [{ address: '', unchecked }] : [];
  if (off.test(settings.get('enabled') ?? '')) return [];
  const address = settings.get('baseurl') ?? settings.get('mirrorlist') ?? settings.get('metalink');
  const keys = (settings.get('gpgkey') ?? '').split(/[\s,]+/).filter(Boolean);
  return address === undefined
    ? []
    : address
        .split(/\s+/)
        .filter(Boolean)
        .map((one) => ({ address: one, unchecked, ...(keys.length === 0 ? {} : { keys }) }));
}

function sections(text: string): readonly ReadonlyMap<string, string>[] {
  return text
    .split(/^\s*\[[^\]\n]+\]\s*$/m)
    .slice(1)
    .map(
      (section) =>
        new Map(
          lines(section).flatMap((line): [string, string][] => {
            const equals = line.indexOf('=');
            return equals < 0
              ? []
              : [[line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim()]];
          }),
        ),
    );
}

function lines(text: string, comment = '#'): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith(comment) && !line.startsWith('#'));
}
