// olareg: an OCI registry with the referrers API.
import { goTool } from './tool.ts';

export const olareg = goTool({
  name: 'olareg',
  module: 'github.com/olareg/olareg',
  version: 'v0.1.2',
  command: '/cmd/olareg',
});
