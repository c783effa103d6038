// Addresses at which clouds hand out a machine's metadata and credentials.
// As of 2026-11.

export const metadataEndpoints: readonly { readonly address: string; readonly source: string }[] = [
  {
    address: '169.254.169.254',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
  {
    address: 'fd00:ec2::254',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
  {
    address: '169.254.170.2',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint.html',
  },
  {
    address: '168.63.129.16',
    source: 'https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16',
  },
  {
    address: '100.100.100.200',
    source: 'https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata',
  },
  {
    address: 'fd20:ce::254',
    source: 'https://cloud.google.com/compute/docs/metadata/querying-metadata',
  },
];
