// act: runs a workflow on this machine, in host mode.
import { goTool } from './tool.ts';

export const act = goTool({ name: 'act', module: 'github.com/nektos/act', version: 'v0.2.89', command: '' });
