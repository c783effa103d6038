// storage/protocol: storage asks its clients who they are: CHAP, cephx, access points, root squash.
import { podKinds, podTemplates } from '../../../model/workloads.ts';
import { type Observation, sight, violation } from '../../observation.ts';
import type { ResourceRule } from '../../rule.ts';
import { entriesAt, flagAt, go, isSet, itemsAt, pathOf, type Spot, textAt } from '../../spot.ts';
import { plainDriver, sourceOf } from '../joins.ts';
import { storagePlace } from '../place.ts';

export const rule: ResourceRule = {
  ...storagePlace,
  id: 'storage/protocol',
  title: 'storage asks its clients who they are',
  severity: 'high',
  otherwise: 'warn',
  because: 'A target that asks for no credentials serves every host that reaches it, root included.',
  fix: 'Use CHAP for iSCSI, a cephx user with its secret, an EFS access point, and exports to named hosts with root_squash.',
  frameworks: ['NIST SP 800-190 4.3.4'],
  subject: 'resource',
  kinds: new Set(['PersistentVolume', 'StorageClass', 'ConfigMap', ...podKinds]),
  check: ({ resource, spot }) =>
    sight(() => {
      switch (resource.kind) {
        case 'PersistentVolume':
          return ofVolume(spot);
        case 'StorageClass':
          return ofClass(spot);
        case 'ConfigMap':
          return entriesAt(spot, 'data').flatMap(([key, value]) => sight(() => ofExports(key, value)));
        default:
          return podTemplates(resource).flatMap(({ specPath }) =>
            sight(() =>
              itemsAt(spot, ...specPath, 'volumes').flatMap((volume) => sight(() => ofPodVolume(volume))),
            ),
          );
      }
    }),
};

function ofVolume(spot: Spot): readonly Observation[] {
  const source = sourceOf(spot);
  const place = go(spot, 'spec', source?.field ?? '');
  return source?.field === 'csi'
    ? ofDriver(place, plainDriver(source.driver ?? ''))
    : ofSource(place, source?.field ?? '');
}

/** A volume that a pod names itself, without a claim. */
function ofPodVolume(volume: Spot): readonly Observation[] {
  return ['iscsi', 'rbd', 'cephfs'].flatMap((field) =>
    isSet(volume, field) ? ofSource(go(volume, field), field) : [],
  );
}

function ofSource(place: Spot, field: string): readonly Observation[] {
  switch (field) {
    case 'iscsi':
      return [
        ...(flagAt(place, 'chapAuthSession') === true && isSet(place, 'secretRef')
          ? []
          : [
              violation(
                go(place, 'chapAuthSession'),
                'the iSCSI session uses no CHAP',
                'true, with a secretRef',
                // Without a secret the session would not start.
                isSet(place, 'secretRef')
                  ? [{ path: pathOf(go(place, 'chapAuthSession')), value: true }]
                  : [],
              ),
            ]),
      ];
    case 'rbd':
    case 'cephfs':
      return isSet(place, 'secretRef') || (field === 'cephfs' && isSet(place, 'secretFile'))
        ? []
        : [violation(go(place, 'secretRef'), `the ${field} volume names no cephx secret`, 'a secretRef')];
    default:
      return [];
  }
}

function ofDriver(place: Spot, driver: string): readonly Observation[] {
  if (/^(?:rbd|cephfs)\.csi\.ceph\.com$/.test(driver) && !isSet(place, 'nodeStageSecretRef'))
    return [
      violation(
        go(place, 'nodeStageSecretRef'),
        'the Ceph volume names no cephx secret',
        'a nodeStageSecretRef',
      ),
    ];
  if (driver === 'efs.csi.aws.com' && !/::fsap-/.test(textAt(place, 'volumeHandle') ?? ''))
    return [
      violation(
        go(place, 'volumeHandle'),
        'the whole EFS file system is mounted',
        'an access point: fs-…::fsap-…',
      ),
    ];
  if (driver === 'smb.csi.k8s.io' && !isSet(place, 'nodeStageSecretRef'))
    return [
      violation(
        go(place, 'nodeStageSecretRef'),
        'the SMB share is mounted without credentials',
        'a nodeStageSecretRef',
      ),
    ];
  return [];
}

function ofClass(spot: Spot): readonly Observation[] {
  const provisioner = plainDriver(textAt(spot, 'provisioner') ?? '');
  const parameters = go(spot, 'parameters');
  const found: Observation[] = [];
  if (/^(?:rbd|cephfs)\.csi\.ceph\.com$/.test(provisioner)) {
    const place = go(parameters, 'csi.storage.k8s.io/node-stage-secret-name');
    if (!isSet(place))
      found.push(violation(place, 'the Ceph class names no cephx secret', 'a node-stage secret'));
  }
  if (provisioner === 'efs.csi.aws.com' && textAt(parameters, 'provisioningMode') !== 'efs-ap')
    found.push(
      violation(go(parameters, 'provisioningMode'), 'the EFS class makes no access points', 'efs-ap', [
        { path: ['parameters', 'provisioningMode'], value: 'efs-ap' },
      ]),
    );
  if (/nfs/.test(provisioner) && textAt(parameters, 'rootSquash') === 'false')
    found.push(
      violation(go(parameters, 'rootSquash'), 'the NFS class keeps root as root', 'true', [
        { path: ['parameters', 'rootSquash'], value: 'true' },
      ]),
    );
  return found;
}

/** exports(5): `/path host(options) …`; a text without such a line is none. */
function ofExports(key: string, value: Spot): readonly Observation[] {
  const text = textAt(value) ?? '';
  const lines = text.split('\n').filter((line) => /^\s*\/\S*\s+\S*\([a-z0-9_,=:-]+\)/.test(line));
  return lines.flatMap((line) => [
    ...(/no_root_squash/.test(line)
      ? [violation(value, `an export in ${key} keeps root as root (no_root_squash)`, 'root_squash')]
      : []),
    ...(/\s(?:\*|0\.0\.0\.0\/0|::\/0)\(/.test(line) || /^\s*\/\S*\s+\(/.test(line)
      ? [violation(value, `an export in ${key} is open to every host`, 'hosts or networks by name')]
      : []),
  ]);
}
