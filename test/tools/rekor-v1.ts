// Rekor v1 and what it stands on (Trillian), for making fixtures once: `node test/evidence/rekor-v1/make.ts`.
import { goTool, type Tool } from './tool.ts';

export const rekorV1 = goTool({
  name: 'rekor-v1-server',
  module: 'github.com/sigstore/rekor',
  version: 'v1.5.4',
  command: '/cmd/rekor-server',
});

const trillian = (name: string): Tool =>
  goTool({ name, module: 'github.com/google/trillian', version: 'v1.8.0', command: `/cmd/${name}` });

export const trillianServer = trillian('trillian_log_server');
export const trillianSigner = trillian('trillian_log_signer');
