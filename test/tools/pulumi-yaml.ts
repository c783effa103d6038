// The language host of Pulumi YAML, built from its Go module; it brings an engine library of its own, older than the CLI's.
import { goTool } from './tool.ts';

export const pulumiYaml = goTool({
  name: 'pulumi-language-yaml',
  module: 'github.com/pulumi/pulumi-yaml',
  version: 'v1.28.0',
  command: '/cmd/pulumi-language-yaml',
});
