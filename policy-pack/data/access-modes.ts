// Which volume plug-ins and CSI drivers can do which access mode; facts only, each with where it was stated.
// As of 2026-11: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes;
// the plug-ins that later pages left out come from its v1.15 text.

export const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'] as const;
export type AccessMode = (typeof accessModes)[number];

/** `driver`: it depends on the driver behind it. */
export type Ability = 'yes' | 'no' | 'driver';

export interface PluginModes {
  readonly name: string;
  readonly modes: Readonly<Record<AccessMode, Ability>>;
}

function plugin(
  name: string,
  once: Ability,
  readMany: Ability,
  writeMany: Ability,
  oncePod: Ability = 'no',
): PluginModes {
  return {
    name,
    modes: {
      ReadWriteOnce: once,
      ReadOnlyMany: readMany,
      ReadWriteMany: writeMany,
      ReadWriteOncePod: oncePod,
    },
  };
}

/** By the key of the source in `PersistentVolume.spec`. ReadWriteOncePod is for CSI volumes alone. */
export const pluginModes: ReadonlyMap<string, PluginModes> = new Map([
  ['awsElasticBlockStore', plugin('AWSElasticBlockStore', 'yes', 'no', 'no')],
  ['azureDisk', plugin('AzureDisk', 'yes', 'no', 'no')],
  ['azureFile', plugin('AzureFile', 'yes', 'yes', 'yes')],
  ['cephfs', plugin('CephFS', 'yes', 'yes', 'yes')],
  ['cinder', plugin('Cinder', 'yes', 'no', 'no')],
  ['csi', plugin('CSI', 'driver', 'driver', 'driver', 'driver')],
  ['fc', plugin('FC', 'yes', 'yes', 'no')],
  ['flexVolume', plugin('FlexVolume', 'yes', 'yes', 'driver')],
  ['flocker', plugin('Flocker', 'yes', 'no', 'no')],
  ['gcePersistentDisk', plugin('GCEPersistentDisk', 'yes', 'yes', 'no')],
  ['glusterfs', plugin('Glusterfs', 'yes', 'yes', 'yes')],
  ['hostPath', plugin('HostPath', 'yes', 'no', 'no')],
  ['iscsi', plugin('iSCSI', 'yes', 'yes', 'no')],
  // Not in the table: a disk of one node can be mounted by that node alone.
  ['local', plugin('Local', 'yes', 'no', 'no')],
  ['nfs', plugin('NFS', 'yes', 'yes', 'yes')],
  ['portworxVolume', plugin('PortworxVolume', 'yes', 'no', 'yes')],
  ['quobyte', plugin('Quobyte', 'yes', 'yes', 'yes')],
  ['rbd', plugin('RBD', 'yes', 'yes', 'no')],
  ['scaleIO', plugin('ScaleIO', 'yes', 'yes', 'no')],
  ['storageos', plugin('StorageOS', 'yes', 'no', 'no')],
  ['vsphereVolume', plugin('VsphereVolume', 'yes', 'no', 'no')],
]);

/** What a driver can do beside its modes once the volume is a raw block device. */
export interface BlockModes {
  readonly modes: readonly AccessMode[];
  /** A parameter of the class, its name in any case, without which the driver refuses. */
  readonly asks?: { readonly parameter: string; readonly value: RegExp; readonly example: string };
}

export interface DriverModes extends PluginModes {
  readonly source: string;
  /** With `volumeMode: Block` it can do more. */
  readonly block?: BlockModes;
}

function driver(
  name: string,
  source: string,
  modes: readonly [Ability, Ability, Ability, Ability],
  block?: BlockModes,
): readonly [string, DriverModes] {
  const [once, readMany, writeMany, oncePod] = modes;
  return [
    name,
    {
      ...plugin(name, once, readMany, writeMany, oncePod),
      source,
      ...(block === undefined ? {} : { block }),
    },
  ];
}

/** The CSI project's list states «Supported Access Modes» by drivers' own word; this version of it was read. */
const list =
  'https://github.com/kubernetes-csi/docs/blob/dd96d0afd992ba53e6d0a31e3cc5d9e638f4858d/book/src/drivers.md';

function file(repository: string, commit: string, path: string): string {
  return `https://github.com/${repository}/blob/${commit}/${path}`;
}

/** Modes that a driver of shared files announces in its code: one node, many readers, many writers. */
const shared = ['yes', 'yes', 'yes', 'yes'] as const;

/**
 * By CSI driver name. The list speaks of one pod or many; where a row says more, its own documentation or code does.
 * ReadWriteOncePod needs no more of a driver than ReadWriteOnce: Kubernetes' side containers translate it.
 */
export const driverModes: ReadonlyMap<string, DriverModes> = new Map([
  // «Currently, the EBS CSI driver only supports multi-attach for `IO2` volumes in `Block` mode.»
  driver(
    'ebs.csi.aws.com',
    file(
      'kubernetes-sigs/aws-ebs-csi-driver',
      '76a68bad751ce783de3ebd99a2cc45444c3126c8',
      'docs/multi-attach.md',
    ),
    ['yes', 'no', 'no', 'yes'],
    { modes: ['ReadWriteMany'], asks: { parameter: 'type', value: /^io2$/i, example: 'type: io2' } },
  ),
  driver('efs.csi.aws.com', list, shared),
  driver('fsx.csi.aws.com', list, shared),
  // `validateVolumeCapability`: many readers pass; many writers do not as a mount («specified multi writer with mount
  // access type»).
  driver(
    'pd.csi.storage.gke.io',
    file(
      'kubernetes-sigs/gcp-compute-persistent-disk-csi-driver',
      'f19add56c220342a22c2853eac4d612ba7d6a8de',
      'pkg/gce-pd-csi-driver/utils.go',
    ),
    ['yes', 'yes', 'no', 'yes'],
    { modes: ['ReadWriteMany'] },
  ),
  driver(
    'filestore.csi.storage.gke.io',
    file(
      'kubernetes-sigs/gcp-filestore-csi-driver',
      '0f0046ec04e38bd5150eea3a4ce7b976cc75b4ae',
      'pkg/csi_driver/gcfs_driver.go',
    ),
    shared,
  ),
  // `IsValidVolumeCapabilities`: several nodes «is not supported» for a mount, nor «for non-shared disk», which is one
  // with `maxShares` below 2; a raw block device of a shared disk takes readers and writers alike.
  driver(
    'disk.csi.azure.com',
    file(
      'kubernetes-sigs/azuredisk-csi-driver',
      '5e39e1b16b4379eb10a3135944c9d44ecf355d01',
      'pkg/azureutils/azure_disk_utils.go',
    ),
    ['yes', 'no', 'no', 'yes'],
    {
      modes: ['ReadWriteMany', 'ReadOnlyMany'],
      asks: { parameter: 'maxShares', value: /^(?:[2-9]|[1-9]\d+)$/, example: 'maxShares: "2"' },
    },
  ),
  driver('file.csi.azure.com', list, shared),
  // `AddVolumeCapabilityAccessModes` names every mode of one node and of several.
  driver(
    'blob.csi.azure.com',
    file('kubernetes-sigs/blob-csi-driver', '0144d9c59d7d60a6b338139eddedc6ce068806d4', 'pkg/blob/blob.go'),
    shared,
  ),
  driver(
    'nfs.csi.k8s.io',
    file('kubernetes-csi/csi-driver-nfs', '108aef3ed2660057fd5a3804f89ceade9a597b59', 'pkg/nfs/nfs.go'),
    shared,
  ),
  driver(
    'smb.csi.k8s.io',
    file('kubernetes-csi/csi-driver-smb', '00d60606a32300f3795c5d20178731bfe7fc0b1d', 'pkg/smb/smb.go'),
    shared,
  ),
  driver('cephfs.csi.ceph.com', list, shared),
  driver('rbd.csi.ceph.com', 'https://docs.ceph.com/en/latest/csi/', ['yes', 'yes', 'no', 'yes'], {
    modes: ['ReadWriteMany'],
  }),
  driver(
    'driver.longhorn.io',
    file(
      'longhorn/website',
      '947632721f34ff7bcd6af8f26f28f0b8c4475cb8',
      'content/docs/1.9.0/nodes-and-volumes/volumes/rwx-volumes.md',
    ),
    shared,
  ),
  driver('csi.vsphere.vmware.com', list, ['yes', 'driver', 'driver', 'driver']),
  driver('cinder.csi.openstack.org', list, ['yes', 'driver', 'driver', 'driver']),
  // It looks at no mode («A real driver would also need to check that the other fields in VolumeCapabilities are
  // sane»), and a volume is on the one node that its pod runs on: for several nodes nothing is promised.
  driver(
    'hostpath.csi.k8s.io',
    file(
      'kubernetes-csi/csi-driver-host-path',
      '02fa9010f63953a654d5b151e802c9bd1260fbf0',
      'pkg/hostpath/controllerserver.go',
    ),
    ['yes', 'driver', 'driver', 'yes'],
  ),
  // Listed under its older name, topolvm.cybozu.com.
  driver('topolvm.io', list, ['yes', 'no', 'no', 'yes']),
  driver('dobs.csi.digitalocean.com', list, ['yes', 'no', 'no', 'driver']),
  driver('csi.hetzner.cloud', list, ['yes', 'no', 'no', 'driver']),
  driver('linodebs.csi.linode.com', list, ['yes', 'no', 'no', 'driver']),
]);

/** In-tree provisioners and the source that their volumes have. */
export const provisionerSources: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/aws-ebs', 'awsElasticBlockStore'],
  ['kubernetes.io/azure-disk', 'azureDisk'],
  ['kubernetes.io/azure-file', 'azureFile'],
  ['kubernetes.io/cephfs', 'cephfs'],
  ['kubernetes.io/cinder', 'cinder'],
  ['kubernetes.io/gce-pd', 'gcePersistentDisk'],
  ['kubernetes.io/glusterfs', 'glusterfs'],
  ['kubernetes.io/portworx-volume', 'portworxVolume'],
  ['kubernetes.io/quobyte', 'quobyte'],
  ['kubernetes.io/rbd', 'rbd'],
  ['kubernetes.io/scaleio', 'scaleIO'],
  ['kubernetes.io/storageos', 'storageos'],
  ['kubernetes.io/vsphere-volume', 'vsphereVolume'],
]);
