// Data: values that the Pod Security Standards allow, with the minor of Kubernetes since which they do
// (kubernetes/pod-security-admission policy/check_*.go, 2026-07).

/** Value → first minor that allows it. */
export type Allowed = ReadonlyMap<string, number>;

function since(minor: number, ...values: readonly string[]): [string, number][] {
  return values.map((value) => [value, minor]);
}

export const baselineCapabilities: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const sysctls: Allowed = new Map([
  ...since(
    0,
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_port_range',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.ping_group_range',
    'net.ipv4.ip_unprivileged_port_start',
  ),
  ...since(27, 'net.ipv4.ip_local_reserved_ports'),
  ...since(
    29,
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_fin_timeout',
    'net.ipv4.tcp_keepalive_intvl',
    'net.ipv4.tcp_keepalive_probes',
  ),
  ...since(32, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'),
  ...since(37, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'),
]);

export const seLinuxTypes: Allowed = new Map([
  ...since(0, 'container_t', 'container_init_t', 'container_kvm_t'),
  ...since(31, 'container_engine_t'),
]);

/**
 * Sources of a volume that `restricted` allows; `image` in every version of the standards since the admission plug-in of
 * 1.33 (https://github.com/kubernetes/kubernetes/pull/130394).
 */
export const restrictedVolumeSources: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

export const profileTypes: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);

/** First minor that relaxes checks for a pod with a user namespace (`hostUsers: false`). */
export const userNamespacesSince = 35;

/** First minor from which Windows pods are excused from checks that only Linux knows. */
export const windowsExcusedSince = 25;
