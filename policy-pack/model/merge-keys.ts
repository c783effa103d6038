// How Kubernetes tells the items of a list apart.

/** Keys by which it merges the items of its lists (API reference, «patchMergeKey»), in the order that we try them. */
export const mergeKeys = ['name', 'containerPort', 'mountPath', 'devicePath', 'key'] as const;
