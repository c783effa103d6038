// Levels and versions of the Kubernetes Pod Security Standards that are known here.

export const podSecurityLevels = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof podSecurityLevels)[number];

/** Minor of the newest Kubernetes whose standards are held here (pod-security-admission, 2026-07). */
export const latestMinor = 37;
