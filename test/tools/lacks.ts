// Whether a suite can run here: what it needs is made by `node test/tools/main.ts`, and under CI it must be there.
import { existsSync } from 'node:fs';
import { type Tool, toolPath } from './tool.ts';

/** True where one of the tools is missing and the suite is to be skipped. Under CI it throws instead. */
export function lacks(...tools: readonly Tool[]): boolean {
  const missing = tools.filter((tool) => !existsSync(toolPath(tool))).map(({ name }) => name);
  if (missing.length === 0) return false;
  if (process.env.CI === undefined) return true;
  throw new Error(`make ${missing.join(', ')} with node test/tools/main.ts ${missing.join(' ')}`);
}
