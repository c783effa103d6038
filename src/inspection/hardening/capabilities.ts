// Capabilities of a file as the attribute `security.capability` holds them (capabilities(7), linux/capability.h).

/** In the order of their numbers. */
const names: readonly string[] = [
  ...['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_DAC_READ_SEARCH', 'CAP_FOWNER', 'CAP_FSETID', 'CAP_KILL'],
  ...['CAP_SETGID', 'CAP_SETUID', 'CAP_SETPCAP', 'CAP_LINUX_IMMUTABLE', 'CAP_NET_BIND_SERVICE'],
  ...['CAP_NET_BROADCAST', 'CAP_NET_ADMIN', 'CAP_NET_RAW', 'CAP_IPC_LOCK', 'CAP_IPC_OWNER'],
  ...['CAP_SYS_MODULE', 'CAP_SYS_RAWIO', 'CAP_SYS_CHROOT', 'CAP_SYS_PTRACE', 'CAP_SYS_PACCT'],
  ...['CAP_SYS_ADMIN', 'CAP_SYS_BOOT', 'CAP_SYS_NICE', 'CAP_SYS_RESOURCE', 'CAP_SYS_TIME'],
  ...['CAP_SYS_TTY_CONFIG', 'CAP_MKNOD', 'CAP_LEASE', 'CAP_AUDIT_WRITE', 'CAP_AUDIT_CONTROL'],
  ...['CAP_SETFCAP', 'CAP_MAC_OVERRIDE', 'CAP_MAC_ADMIN', 'CAP_SYSLOG', 'CAP_WAKE_ALARM'],
  ...['CAP_BLOCK_SUSPEND', 'CAP_AUDIT_READ', 'CAP_PERFMON', 'CAP_BPF', 'CAP_CHECKPOINT_RESTORE'],
];

/** Permitted and inheritable ones; `latin1` holds the attribute's bytes. Empty when it is cut. */
export function capabilityNames(latin1: string): readonly string[] {
  const bytes = Buffer.from(latin1, 'latin1');
  const found: string[] = [];
  for (let word = 0; 4 + word * 8 + 8 <= bytes.length && word < 2; word++) {
    const set = bytes.readUInt32LE(4 + word * 8) | bytes.readUInt32LE(8 + word * 8);
    for (let bit = 0; bit < 32; bit++) {
      if (((set >>> bit) & 1) === 0) continue;
      found.push(names[word * 32 + bit] ?? `capability ${word * 32 + bit}`);
    }
  }
  return found;
}
