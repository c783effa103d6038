// Which volume plug-ins and CSI drivers can do which access mode; facts only, each with where it was stated.

export const accessModesVersion = '2026-11';

export const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'] as const;
export type AccessMode = (typeof accessModes)[number];

/** `driver`: it depends on the driver behind it. */
export type Ability = 'yes' | 'no' | 'driver';

export interface PluginModes {
  readonly name: string;
  readonly modes: Readonly<Record<AccessMode, Ability>>;
}

/** Page of the table; the plug-ins that later pages left out come from its v1.15 text. */
export const accessModesSource =
  'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes';

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

export interface DriverModes extends PluginModes {
  readonly source: string;
  /** With `volumeMode: Block` it can do more. */
  readonly block?: readonly AccessMode[];
}

function driver(
  name: string,
  source: string,
  modes: readonly [Ability, Ability, Ability, Ability],
  block?: readonly AccessMode[],
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
const longhorn = 'https://longhorn.io/docs/1.10.0/nodes-and-volumes/volumes/rwx-volumes/';

/** By CSI driver name. The list speaks of one pod or many; where a row says more, its own documentation does. */
export const driverModes: ReadonlyMap<string, DriverModes> = new Map([
  driver('ebs.csi.aws.com', list, ['yes', 'no', 'no', 'yes'], ['ReadWriteMany']),
  driver('efs.csi.aws.com', list, ['yes', 'yes', 'yes', 'yes']),
  driver('fsx.csi.aws.com', list, ['yes', 'yes', 'yes', 'yes']),
  driver(
    'pd.csi.storage.gke.io',
    'https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes#access_modes',
    ['yes', 'yes', 'no', 'yes'],
    ['ReadWriteMany'],
  ),
  driver('filestore.csi.storage.gke.io', 'https://github.com/kubernetes-sigs/gcp-filestore-csi-driver', [
    'yes',
    'yes',
    'yes',
    'yes',
  ]),
  driver(
    'disk.csi.azure.com',
    'https://learn.microsoft.com/azure/aks/azure-disk-csi',
    ['yes', 'no', 'no', 'yes'],
    ['ReadWriteMany', 'ReadOnlyMany'],
  ),
  driver('file.csi.azure.com', list, ['yes', 'yes', 'yes', 'yes']),
  driver('blob.csi.azure.com', 'https://github.com/kubernetes-sigs/blob-csi-driver', [
    'yes',
    'yes',
    'yes',
    'yes',
  ]),
  driver('nfs.csi.k8s.io', 'https://github.com/kubernetes-csi/csi-driver-nfs', ['yes', 'yes', 'yes', 'yes']),
  driver('smb.csi.k8s.io', 'https://github.com/kubernetes-csi/csi-driver-smb', ['yes', 'yes', 'yes', 'yes']),
  driver('cephfs.csi.ceph.com', list, ['yes', 'yes', 'yes', 'yes']),
  driver(
    'rbd.csi.ceph.com',
    'https://github.com/ceph/ceph-csi#support-matrix',
    ['yes', 'yes', 'no', 'yes'],
    ['ReadWriteMany'],
  ),
  driver('driver.longhorn.io', longhorn, ['yes', 'yes', 'yes', 'yes']),
  driver('csi.vsphere.vmware.com', list, ['yes', 'driver', 'driver', 'driver']),
  driver('cinder.csi.openstack.org', list, ['yes', 'driver', 'driver', 'driver']),
  driver('hostpath.csi.k8s.io', 'https://github.com/kubernetes-csi/csi-driver-host-path', [
    'yes',
    'driver',
    'driver',
    'yes',
  ]),
  driver('topolvm.io', 'https://github.com/topolvm/topolvm', ['yes', 'no', 'no', 'yes']),
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
