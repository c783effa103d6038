// Rekor v2 (rekor-tiles) over a POSIX directory.
import { goTool } from './tool.ts';

export const rekor = goTool({
  name: 'rekor-server',
  module: 'github.com/sigstore/rekor-tiles/v2',
  version: 'v2.3.0',
  command: '/cmd/rekor-server/posix',
});
