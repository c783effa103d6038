// Data: directories and sockets of a host that hand over the host, with what they give away.

export interface DangerousPath {
  /** Without a trailing slash; the path itself, every directory above it, and, with `below`, everything under it. */
  readonly path: string;
  readonly below: boolean;
  readonly gives: string;
}

/** Directories that lead to another one on every node (Filesystem Hierarchy Standard 3.0, 5.13 «/var/run»). */
export const linkedPaths: readonly { readonly path: string; readonly to: string }[] = [
  { path: '/var/run', to: '/run' },
];

const engine = 'the container engine, and with it the host';
const libraries = 'the host’s libraries and kernel modules';
const containerFiles = 'the files of every container of the node';

export const dangerousPaths: readonly DangerousPath[] = [
  { path: '/', below: false, gives: 'the whole host' },
  { path: '/run', below: false, gives: 'every socket of the host’s services' },
  { path: '/run/docker.sock', below: false, gives: engine },
  { path: '/run/cri-dockerd.sock', below: false, gives: engine },
  { path: '/run/dockershim.sock', below: false, gives: engine },
  { path: '/run/containerd', below: true, gives: engine },
  { path: '/run/k3s', below: true, gives: engine },
  { path: '/run/crio', below: true, gives: engine },
  { path: '/run/podman', below: true, gives: engine },
  { path: '/run/systemd', below: true, gives: 'the host’s service manager' },
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
  { path: '/lib', below: true, gives: libraries },
  { path: '/lib32', below: true, gives: libraries },
  { path: '/lib64', below: true, gives: libraries },
  { path: '/libx32', below: true, gives: libraries },
  { path: '/var/lib/kubelet', below: true, gives: 'the volumes and credentials of every pod of the node' },
  { path: '/var/lib/docker', below: true, gives: containerFiles },
  { path: '/var/lib/containerd', below: true, gives: containerFiles },
  { path: '/var/lib/containers', below: true, gives: containerFiles },
  { path: '/var/lib/rancher', below: true, gives: 'the cluster’s keys and the files of every container' },
  { path: '/var/lib/etcd', below: true, gives: 'the whole cluster’s state and secrets' },
  { path: '/var/log', below: true, gives: 'the logs of every pod of the node' },
];
