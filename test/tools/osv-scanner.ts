// OSV-Scanner: a second opinion on the same advisories, for the differential that is run on demand.
import { goTool } from './tool.ts';

export const osvScanner = goTool({
  name: 'osv-scanner',
  module: 'github.com/google/osv-scanner/v2',
  version: 'v2.5.0',
  command: '/cmd/osv-scanner',
});
