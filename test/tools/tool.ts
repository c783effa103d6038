// What a tool of the heavier suites is, where it is cached, and how it is made when absent.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Tool {
  /** Name of the program that it brings. */
  readonly name: string;
  /** What is pinned; part of the cache's key. */
  readonly version: string;
  /** Puts the program at `<directory>/<name>`; throws with what the underlying command said. */
  install(directory: string): void;
}

/** `SEAWORTHY_TOOLS`, else under the user's cache; outside the checkout, so that a second run costs nothing. */
export function toolCache(): string {
  return (
    process.env.SEAWORTHY_TOOLS ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'seaworthy/tools')
  );
}

/** Path of the program, whether it is there or not. */
export function toolPath(tool: Tool): string {
  return join(toolCache(), `${tool.name}-${tool.version}`, tool.name);
}

/** Installs what is missing, in a folder beside its place that is then renamed: never half there. */
export function ensureTool(tool: Tool): string {
  const path = toolPath(tool);
  if (existsSync(path)) return path;
  mkdirSync(toolCache(), { recursive: true });
  const staging = mkdtempSync(join(toolCache(), `.${tool.name}-`));
  try {
    tool.install(staging);
    if (!existsSync(join(staging, tool.name))) throw new Error(`${tool.name}: the recipe made no program`);
    const target = join(toolCache(), `${tool.name}-${tool.version}`);
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return path;
}

/** Runs a command to its end; throws with the tail of what it printed. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): string {
  const done = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (done.error !== undefined) throw new Error(`${command}: ${done.error.message}`, { cause: done.error });
  if (done.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${done.status}:\n${(done.stderr + done.stdout).slice(-4000)}`,
    );
  }
  return done.stdout;
}

export interface GoRecipe {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** Package of the command below the module, such as `/cmd/olareg`. */
  readonly command: string;
  readonly replace?: readonly string[];
  readonly ldflags?: string;
  readonly env?: Record<string, string>;
}

/** A program of a Go module, built in a module of our own that requires it. */
export function goTool(recipe: GoRecipe): Tool {
  return {
    name: recipe.name,
    version: recipe.version,
    install(directory) {
      const work = mkdtempSync(join(toolCache(), '.go-'));
      const env = { GOFLAGS: '-mod=mod', ...recipe.env };
      try {
        const replace = (recipe.replace ?? []).map((line) => `replace ${line}\n`).join('');
        writeFileSync(
          join(work, 'go.mod'),
          `module seaworthy.test/${recipe.name}\n\ngo 1.26\n\nrequire ${recipe.module} ${recipe.version}\n${replace}`,
        );
        writeFileSync(
          join(work, 'tools.go'),
          `//go:build tools\n\npackage tools\n\nimport _ "${recipe.module}${recipe.command}"\n`,
        );
        run('go', ['mod', 'tidy', '-e'], { cwd: work, env });
        run(
          'go',
          [
            'build',
            '-trimpath',
            '-ldflags',
            `-s -w ${recipe.ldflags ?? ''}`,
            '-o',
            join(directory, recipe.name),
            `${recipe.module}${recipe.command}`,
          ],
          { cwd: work, env },
        );
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}
