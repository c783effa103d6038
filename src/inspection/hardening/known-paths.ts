// Data: files that mean something by being there.
import type { InspectionRule } from '../inspection-rule.ts';
import { hardeningRules } from './rules.ts';

export interface KnownPath {
  readonly rule: InspectionRule;
  /** Path of a file that is visible and not empty. */
  readonly path: RegExp;
  /** What it is, for `PATH is …`. */
  readonly what: string;
}

const bin = '^(?:usr/)?(?:local/)?s?bin/';

function tool(names: string): RegExp {
  return new RegExp(`^(?:usr/)?(?:local/)?s?bin/(?:${names})$`);
}

export const knownPaths: readonly KnownPath[] = [
  { rule: hardeningRules.ssh, path: new RegExp(`${bin}(?:sshd|dropbear)$`), what: 'an SSH server' },
  {
    rule: hardeningRules.hostKey,
    path: /^etc\/(?:ssh\/ssh_host_\w+_key|dropbear\/dropbear_\w+_host_key)$/,
    what: 'an SSH host key',
  },
  {
    rule: hardeningRules.authorizedKeys,
    path: /(?:^|\/)\.ssh\/authorized_keys2?$/,
    what: 'a list of SSH keys that are let in',
  },
  {
    rule: hardeningRules.dockerSocket,
    path: /^(?:var\/)?run\/(?:docker|containerd\/containerd|crio\/crio|podman\/podman)\.sock$/,
    what: 'the place of a container engine’s socket',
  },
  {
    rule: hardeningRules.debugTool,
    path: tool('gdb|gdbserver|lldb|strace|ltrace|perf|tcpdump|tshark|bpftrace'),
    what: 'a tool to watch other processes with',
  },
  {
    rule: hardeningRules.debugTool,
    path: tool('nmap|ncat|nc|nc\\.openbsd|nc\\.traditional|netcat|socat|masscan|hydra|telnet'),
    what: 'a tool to reach other hosts with',
  },
  { rule: hardeningRules.debugTool, path: tool('curl|wget'), what: 'a tool to download with' },
  { rule: hardeningRules.shell, path: tool('(?:ba|da|z|k|mk|tc|c|fi)sh|busybox|sh'), what: 'a shell' },
  {
    rule: hardeningRules.compiler,
    path: tool('gcc(?:-\\d+)?|cc|clang(?:-\\d+)?|g\\+\\+|go|rustc|javac|make'),
    what: 'a tool to build with',
  },
];
