// A configuration that speaks of other layers than the manifest is found out.
import { expect, test } from '@jest/globals';
import { attributeLayers } from '../../src/oci/layer-list.ts';
import type { Digest } from '../../src/terms/digest.ts';
import type { ImageConfig } from '../../src/terms/image.ts';

const id = (digit: string): Digest => `sha256:${digit.repeat(64)}`;
const plain = 'application/vnd.oci.image.layer.v1.tar';

function configOf(diffIds: readonly Digest[]): ImageConfig {
  return {
    env: [],
    entrypoint: [],
    cmd: [],
    exposedPorts: [],
    volumes: [],
    labels: {},
    history: [],
    diffIds,
  };
}

test.each([
  ['a plain layer of the same name', plain, [id('a')], 0],
  ['a plain layer of another name', plain, [id('b')], 1],
  ['a packed layer, whose diff id is another', `${plain}+gzip`, [id('b')], 0],
  [
    "Docker's plain type, under which packed bytes occur",
    'application/vnd.docker.image.rootfs.diff.tar',
    [id('b')],
    0,
  ],
  ['one diff id too many', plain, [id('a'), id('b')], 1],
])('%s', (_, mediaType, diffIds, refusals) => {
  const found = attributeLayers([{ digest: id('a'), mediaType }], configOf(diffIds), id('f'));
  expect(found.refusals).toHaveLength(refusals);
});
