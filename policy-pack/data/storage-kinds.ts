// What kind of storage stands behind a source: shared files, blocks of a disk, or the node itself.
// As of 2026-11.

/** https://kubernetes.io/docs/concepts/storage/volumes/ and each driver's documentation. */
export type StorageKind = 'shared' | 'block' | 'node';

/** By key of a volume's source, or of a pod's own volume. */
export const sourceKinds: ReadonlyMap<string, StorageKind> = new Map<string, StorageKind>([
  ['awsElasticBlockStore', 'block'],
  ['azureDisk', 'block'],
  ['azureFile', 'shared'],
  ['cephfs', 'shared'],
  ['cinder', 'block'],
  ['fc', 'block'],
  ['gcePersistentDisk', 'block'],
  ['glusterfs', 'shared'],
  ['hostPath', 'node'],
  ['iscsi', 'block'],
  ['local', 'node'],
  ['nfs', 'shared'],
  ['quobyte', 'shared'],
  ['rbd', 'block'],
  ['scaleIO', 'block'],
  ['storageos', 'block'],
  ['vsphereVolume', 'block'],
]);

/** By CSI driver. */
export const driverKinds: ReadonlyMap<string, StorageKind> = new Map<string, StorageKind>([
  ['blob.csi.azure.com', 'shared'],
  ['cephfs.csi.ceph.com', 'shared'],
  ['cinder.csi.openstack.org', 'block'],
  ['disk.csi.azure.com', 'block'],
  ['driver.longhorn.io', 'block'],
  ['ebs.csi.aws.com', 'block'],
  ['efs.csi.aws.com', 'shared'],
  ['file.csi.azure.com', 'shared'],
  ['filestore.csi.storage.gke.io', 'shared'],
  ['fsx.csi.aws.com', 'shared'],
  ['nfs.csi.ceph.com', 'shared'],
  ['nfs.csi.k8s.io', 'shared'],
  ['pd.csi.storage.gke.io', 'block'],
  ['rbd.csi.ceph.com', 'block'],
  ['smb.csi.k8s.io', 'shared'],
  ['topolvm.io', 'block'],
  ['csi.vsphere.vmware.com', 'block'],
]);
