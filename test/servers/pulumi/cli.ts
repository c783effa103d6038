// The real Pulumi CLI with its own home, backend and the two stand-in plugins on PATH; no login, no cluster.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pulumi } from '../../tools/pulumi.ts';
import { pulumiYaml } from '../../tools/pulumi-yaml.ts';
import { toolPath } from '../../tools/tool.ts';

const root = resolve(import.meta.dirname, '../../..');

export interface PulumiRun {
  readonly code: number | null;
  readonly output: string;
}

export interface PulumiPlace {
  /** The copied program. */
  readonly directory: string;
  run(...args: readonly string[]): PulumiRun;
  write(path: string, text: string): void;
  /** Sets a variable for the runs that follow. */
  set(variable: string, value: string): void;
  /** The CLI writes all that it does below its home, and nothing turns that off: from now on it finds no folder there. */
  withoutLog(): void;
  remove(): void;
}

/** Copies a program (a folder with Pulumi.yaml) to a place of its own and makes the stack `dev`. */
export function openPulumi(program: string, environment: Readonly<Record<string, string>> = {}): PulumiPlace {
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-pulumi-'));
  const directory = join(place, 'program');
  cpSync(program, directory, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const plugins = join(place, 'bin');
  mkdirSync(plugins);
  for (const name of ['language-nodejs', 'resource-kubernetes', 'resource-aws']) {
    const path = join(plugins, `pulumi-${name}`);
    writeFileSync(
      path,
      `#!/bin/sh\nexec ${process.execPath} ${join(import.meta.dirname, `${name}.ts`)} "$@"\n`,
    );
    chmodSync(path, 0o755);
  }
  mkdirSync(join(place, 'backend'));
  const kubeconfig = join(place, 'kubeconfig');
  writeFileSync(kubeconfig, 'apiVersion: v1\nkind: Config\ncurrent-context: ""\n');
  const env: Record<string, string> = {
    PATH: [
      plugins,
      dirname(toolPath(pulumi)),
      dirname(toolPath(pulumiYaml)),
      dirname(process.execPath),
      process.env.PATH ?? '',
    ].join(':'),
    HOME: place,
    PULUMI_HOME: join(place, 'home'),
    PULUMI_BACKEND_URL: `file://${join(place, 'backend')}`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    KUBECONFIG: kubeconfig,
    ...environment,
  };
  const run = (...args: readonly string[]): PulumiRun => {
    const done = spawnSync('pulumi', [...args, '--non-interactive', '--color', 'never'], {
      cwd: directory,
      env,
      encoding: 'utf8',
      timeout: 120_000,
      maxBuffer: 1 << 28,
    });
    return { code: done.status, output: `${done.stdout}${done.stderr}` };
  };
  const made = run('stack', 'init', 'dev');
  if (made.code !== 0) throw new Error(`pulumi stack init: ${made.output}`);
  return {
    directory,
    run,
    write: (path, text) => writeFileSync(join(directory, path), text),
    set(variable, value) {
      env[variable] = value;
    },
    withoutLog() {
      const logs = join(place, 'home/logs');
      rmSync(logs, { recursive: true, force: true });
      writeFileSync(logs, '');
    },
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
