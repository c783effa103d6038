// The clients that judge our evidence, and whose evidence we judge.
import { debianTool } from './debian-package.ts';

export const cosign2 = debianTool({
  name: 'cosign-2',
  package: 'cosign',
  suite: 'trixie',
  path: 'usr/bin/cosign',
  version: '2.5.0',
});
export const cosign3 = debianTool({
  name: 'cosign-3',
  package: 'cosign',
  suite: 'sid',
  path: 'usr/bin/cosign',
  version: '3.1.1',
});
export const sigstoreGo = debianTool({
  name: 'sigstore-go-verification',
  package: 'sigstore-go',
  suite: 'sid',
  path: 'usr/bin/sigstore-go-verification',
  version: '1.3.0',
});
export const oras = debianTool({
  name: 'oras',
  package: 'oras',
  suite: 'sid',
  path: 'usr/bin/oras',
  version: '1.3.3',
});
