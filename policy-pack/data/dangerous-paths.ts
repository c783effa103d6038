// Data: directories and sockets of a host that hand over the host, with what they give away.

export interface DangerousPath {
  /** Without a trailing slash; the path itself and, with `below`, everything under it. */
  readonly path: string;
  readonly below: boolean;
  readonly gives: string;
}

export const dangerousPaths: readonly DangerousPath[] = [
  { path: '/var/run/docker.sock', below: false, gives: 'the container engine, and with it the host' },
  { path: '/run/docker.sock', below: false, gives: 'the container engine, and with it the host' },
  { path: '/run/containerd', below: true, gives: 'the container engine, and with it the host' },
  { path: '/var/run/containerd', below: true, gives: 'the container engine, and with it the host' },
  { path: '/run/crio', below: true, gives: 'the container engine, and with it the host' },
  { path: '/var/run/crio', below: true, gives: 'the container engine, and with it the host' },
  { path: '/run/podman', below: true, gives: 'the container engine, and with it the host' },
  { path: '/run', below: false, gives: 'every socket of the host’s services' },
  { path: '/var/run', below: false, gives: 'every socket of the host’s services' },
  { path: '/run/systemd', below: true, gives: 'the host’s service manager' },
  { path: '/', below: false, gives: 'the whole host' },
  { path: '/etc', below: true, gives: 'the host’s configuration and accounts' },
  { path: '/root', below: true, gives: 'the home of the host’s root' },
  { path: '/home', below: true, gives: 'the homes of the host’s users' },
  { path: '/boot', below: true, gives: 'the host’s kernel' },
  { path: '/dev', below: true, gives: 'the host’s devices' },
  { path: '/proc', below: true, gives: 'the host’s processes' },
  { path: '/sys', below: true, gives: 'the host’s kernel settings' },
  { path: '/usr', below: true, gives: 'the host’s programs' },
  { path: '/bin', below: true, gives: 'the host’s programs' },
  { path: '/sbin', below: true, gives: 'the host’s programs' },
  { path: '/lib', below: true, gives: 'the host’s libraries and kernel modules' },
  { path: '/var/lib/kubelet', below: true, gives: 'the volumes and credentials of every pod of the node' },
  { path: '/var/lib/docker', below: true, gives: 'the files of every container of the node' },
  { path: '/var/lib/containerd', below: true, gives: 'the files of every container of the node' },
  { path: '/var/lib/etcd', below: true, gives: 'the whole cluster’s state and secrets' },
  { path: '/var/log', below: true, gives: 'the logs of every pod of the node' },
];
