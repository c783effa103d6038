// The Pulumi CLI, built from its Go module.
import { goTool } from './tool.ts';

const version = 'v3.259.0';

export const pulumi = goTool({
  name: 'pulumi',
  module: 'github.com/pulumi/pulumi/pkg/v3',
  version,
  command: '/cmd/pulumi',
  // The one its own go.mod names.
  replace: [
    'github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e',
  ],
  ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version.slice(1)}`,
});
