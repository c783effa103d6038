// actionlint: reads workflows the way GitHub does, and more strictly.
import { goTool } from './tool.ts';

export const actionlint = goTool({
  name: 'actionlint',
  module: 'github.com/rhysd/actionlint',
  version: 'v1.7.12',
  command: '/cmd/actionlint',
});
