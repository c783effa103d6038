// How each provisioner is told to encrypt at rest, and how shares are mounted encrypted; each with its source.

export const storageEncryptionVersion = '2026-11';

export interface EncryptionFacts {
  /** Parameters of a class, any of which asks for encryption; `undefined` value: any that is not empty. */
  readonly asks: readonly { readonly parameter: string; readonly value?: RegExp }[];
  /** Whether the driver takes the names of parameters in any case. */
  readonly anyCase?: boolean;
  /** Encrypted whether asked or not, by keys of the provider. */
  readonly always?: boolean;
  readonly source: string;
}

/** By CSI driver or in-tree provisioner. */
export const encryptionFacts: ReadonlyMap<string, EncryptionFacts> = new Map<string, EncryptionFacts>([
  [
    'ebs.csi.aws.com',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      anyCase: true,
      source:
        'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/038816d93ba53f2bdd7f1af77bd1ae352b588267/docs/parameters.md',
    },
  ],
  [
    'kubernetes.io/aws-ebs',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#aws-ebs',
    },
  ],
  [
    'efs.csi.aws.com',
    {
      asks: [],
      source: 'https://github.com/kubernetes-sigs/aws-efs-csi-driver#encryption-at-rest',
    },
  ],
  [
    'pd.csi.storage.gke.io',
    {
      asks: [{ parameter: 'disk-encryption-kms-key' }],
      always: true,
      source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek',
    },
  ],
  [
    'kubernetes.io/gce-pd',
    {
      asks: [],
      always: true,
      source: 'https://cloud.google.com/docs/security/encryption/default-encryption',
    },
  ],
  [
    'filestore.csi.storage.gke.io',
    {
      asks: [{ parameter: 'instance-encryption-kms-key' }],
      always: true,
      source: 'https://cloud.google.com/filestore/docs/cmek',
    },
  ],
  [
    'disk.csi.azure.com',
    {
      asks: [{ parameter: 'diskEncryptionSetID' }],
      always: true,
      source: 'https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys',
    },
  ],
  [
    'kubernetes.io/azure-disk',
    { asks: [], always: true, source: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption' },
  ],
  [
    'file.csi.azure.com',
    {
      asks: [],
      always: true,
      source: 'https://learn.microsoft.com/azure/storage/common/storage-service-encryption',
    },
  ],
  [
    'kubernetes.io/azure-file',
    {
      asks: [],
      always: true,
      source: 'https://learn.microsoft.com/azure/storage/common/storage-service-encryption',
    },
  ],
  [
    'rbd.csi.ceph.com',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      source: 'https://github.com/ceph/ceph-csi/blob/devel/docs/rbd/deploy.md',
    },
  ],
  [
    'cephfs.csi.ceph.com',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      source: 'https://github.com/ceph/ceph-csi/blob/devel/docs/cephfs/deploy.md',
    },
  ],
  [
    'driver.longhorn.io',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      source: 'https://longhorn.io/docs/latest/advanced-resources/security/volume-encryption/',
    },
  ],
  [
    'csi.vsphere.vmware.com',
    {
      // The storage policy of vCenter decides; its name says nothing.
      asks: [],
      source: 'https://docs.vmware.com/en/VMware-vSphere-Container-Storage-Plug-in/index.html',
    },
  ],
]);

/** Drivers whose keys are the provider's unless a class names one of the owner's. */
export const ownKeyParameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['ebs.csi.aws.com', ['kmsKeyId']],
  ['pd.csi.storage.gke.io', ['disk-encryption-kms-key']],
  ['disk.csi.azure.com', ['diskEncryptionSetID']],
]);

export interface TransitFacts {
  /** Mount options, any of which encrypts the way. */
  readonly options: RegExp;
  readonly example: string;
  /** Keys of `volumeAttributes` or `parameters` that hold more options, comma separated. */
  readonly attributes?: readonly string[];
  /** Encrypts unless an attribute says otherwise. */
  readonly unless?: { readonly attribute: string; readonly value: RegExp };
  /** An attribute that encrypts the way, its name in any case. */
  readonly asks?: { readonly attribute: string; readonly value: RegExp };
  readonly source: string;
}

const nfs: TransitFacts = {
  options: /^(?:sec=krb5p|xprtsec=(?:m?tls))$/,
  example: 'sec=krb5p',
  source: 'https://man7.org/linux/man-pages/man5/nfs.5.html',
};
const smb: TransitFacts = {
  options: /^seal$/,
  example: 'seal',
  source: 'https://man7.org/linux/man-pages/man8/mount.cifs.8.html',
};
const ceph: TransitFacts = {
  options: /^ms_mode=secure$/,
  example: 'ms_mode=secure',
  attributes: ['kernelMountOptions', 'mapOptions', 'mounter-options'],
  source: 'https://docs.ceph.com/en/latest/rados/configuration/msgr2/',
};

/** By key of a volume's source, or by CSI driver. */
export const transitFacts: ReadonlyMap<string, TransitFacts> = new Map<string, TransitFacts>([
  ['nfs', nfs],
  ['nfs.csi.k8s.io', nfs],
  ['filestore.csi.storage.gke.io', nfs],
  ['cephfs', ceph],
  ['cephfs.csi.ceph.com', ceph],
  ['rbd.csi.ceph.com', ceph],
  ['azureFile', smb],
  ['smb.csi.k8s.io', smb],
  [
    'file.csi.azure.com',
    {
      ...smb,
      // Of a share over NFS.
      asks: { attribute: 'encryptInTransit', value: /^true$/i },
      source: 'https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md',
    },
  ],
  [
    'efs.csi.aws.com',
    {
      options: /^tls$/,
      example: 'tls',
      unless: { attribute: 'encryptInTransit', value: /^false$/i },
      source: 'https://github.com/kubernetes-sigs/aws-efs-csi-driver#encryption-in-transit',
    },
  ],
]);
