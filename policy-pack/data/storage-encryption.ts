// How each provisioner is told to encrypt at rest, and how shares are mounted encrypted; each with its source.
// As of 2026-11.

export interface EncryptionFacts {
  /** Parameters of a class, any of which asks for encryption; `undefined` value: any that is not empty. */
  readonly asks: readonly { readonly parameter: string; readonly value?: RegExp }[];
  /** Whether the driver takes the names of parameters in any case. */
  readonly anyCase?: boolean;
  /** Encrypted whether asked or not, by keys of the provider. */
  readonly always?: boolean;
  readonly source: string;
}

/** «Google Cloud encrypts customer content at rest by default»; a class names a key of the owner's. */
const googleAtRest = 'https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek';
/** «Azure encrypts all data in a managed disk at rest. By default, data is encrypted with Microsoft-managed keys.» */
const azureDisks = 'https://learn.microsoft.com/en-us/azure/aks/azure-disk-customer-managed-keys';
/** «Azure Storage encryption is enabled for all storage accounts … cannot be disabled.» */
const azureAccounts =
  'https://learn.microsoft.com/en-us/previous-versions/azure/storage/common/storage-service-encryption';

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
      // «an Amazon EFS file system has to be created manually on AWS first»: encrypted or not.
      source:
        'https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/0043707e1565ff0b8893535ad6f3973703a67c79/docs/README.md',
    },
  ],
  [
    'pd.csi.storage.gke.io',
    {
      asks: [{ parameter: 'disk-encryption-kms-key' }],
      always: true,
      source: googleAtRest,
    },
  ],
  [
    'kubernetes.io/gce-pd',
    {
      asks: [],
      always: true,
      source: googleAtRest,
    },
  ],
  [
    'filestore.csi.storage.gke.io',
    {
      asks: [{ parameter: 'instance-encryption-kms-key' }],
      always: true,
      // «Fully qualified resource identifier for the key to use to encrypt new instances.»
      source:
        'https://github.com/kubernetes-sigs/gcp-filestore-csi-driver/blob/584ba26c6dfa61f33e1ff6ccec993e80ffc0ea71/README.md',
    },
  ],
  [
    'disk.csi.azure.com',
    {
      asks: [{ parameter: 'diskEncryptionSetID' }],
      always: true,
      source: azureDisks,
    },
  ],
  ['kubernetes.io/azure-disk', { asks: [], always: true, source: azureDisks }],
  [
    'file.csi.azure.com',
    {
      asks: [],
      always: true,
      source: azureAccounts,
    },
  ],
  [
    'kubernetes.io/azure-file',
    {
      asks: [],
      always: true,
      source: azureAccounts,
    },
  ],
  [
    'rbd.csi.ceph.com',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      // «disabled by default, use "true" to enable either LUKS or fscrypt encryption on PVC»
      source:
        'https://github.com/ceph/ceph-csi/blob/087c3a2759006ae00b914763e28654cadca292bc/docs/rbd/deploy.md',
    },
  ],
  [
    'cephfs.csi.ceph.com',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      // «disabled by default, use "true" to enable fscrypt encryption on PVC»
      source:
        'https://github.com/ceph/ceph-csi/blob/068ae75c38f8d6e854631bf5bbad2e33b81ebe6f/docs/cephfs/deploy.md',
    },
  ],
  [
    'driver.longhorn.io',
    {
      asks: [{ parameter: 'encrypted', value: /^true$/i }],
      // «Longhorn supports volume encryption in both Filesystem and Block modes»; the key's Secret is named beside it.
      source: 'https://longhorn.io/docs/1.12.0/advanced-resources/security/volume-encryption/',
    },
  ],
  [
    'csi.vsphere.vmware.com',
    {
      // The storage policy of vCenter decides («storage policy in your datastore that supports encryption»); its name,
      // which is all that a class holds, says nothing.
      asks: [],
      source: 'https://github.com/openshift/openshift-docs/pull/59718/files',
    },
  ],
]);

/** Names of attributes in any case. */
export interface OtherTransit {
  readonly protocol: { readonly attribute: string; readonly value: RegExp };
  readonly asks: { readonly attribute: string; readonly value: RegExp };
  readonly options: RegExp;
}

export interface TransitFacts {
  /** Mount options, any of which encrypts the way. */
  readonly options: RegExp;
  readonly example: string;
  /** Keys of `volumeAttributes` or `parameters` that hold more options, comma separated. */
  readonly attributes?: readonly string[];
  /** Encrypts unless an attribute says otherwise. */
  readonly unless?: { readonly attribute: string; readonly value: RegExp };
  /** Of shares over another protocol, which an attribute names, the way is encrypted by other words. */
  readonly other?: OtherTransit;
  readonly source: string;
}

const nfs: TransitFacts = {
  options: /^(?:sec=krb5p|xprtsec=(?:m?tls))$/,
  example: 'sec=krb5p',
  // «If tls is specified, the client uses RPC-with-TLS to provide in-transit confidentiality.» «The krb5p
  // security flavor encrypts every RPC request to prevent data exposure during network transit»
  source:
    'https://github.com/truenas/nfs-utils/blob/07b80ec16cac9544a74d99bdc6b2ae557d3ce4ed/utils/mount/nfs.man',
};
const smb: TransitFacts = {
  options: /^seal$/,
  example: 'seal',
  // «CIFS: Allow to switch on encryption with seal mount option»
  source: 'https://git.kernel.org/torvalds/c/ae6f8dd4d0c87bfb72da9d9b56342adf53e69c31',
};
const ceph: TransitFacts = {
  options: /^ms_mode=secure$/,
  example: 'ms_mode=secure',
  attributes: ['kernelMountOptions', 'mapOptions', 'mounter-options'],
  // «ms_mode=secure - secure mode, if denied fail»; the modes that prefer it agree to less.
  source: 'https://git.kernel.org/torvalds/c/00498b994113a871a556f7ff24a4cf8a00611700',
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
      // Over NFS the driver mounts with `sec=sys`, and by way of `aznfs` when it is told to encrypt; over SMB it does
      // not look at that.
      other: {
        protocol: { attribute: 'protocol', value: /^nfs$/i },
        asks: { attribute: 'encryptInTransit', value: /^true$/i },
        options: /^encryptintransit$/,
      },
      source:
        'https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/d06882263a3e08d11adb4a152397ace3f653d04c/pkg/azurefile/nodeserver.go',
    },
  ],
  [
    'efs.csi.aws.com',
    {
      options: /^tls$/,
      example: 'tls',
      unless: { attribute: 'encryptInTransit', value: /^false$/i },
      // «Encryption in transit is enabled by default … To disable it … set … `encryptInTransit` to `"false"`»
      source:
        'https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/0043707e1565ff0b8893535ad6f3973703a67c79/docs/README.md',
    },
  ],
]);
