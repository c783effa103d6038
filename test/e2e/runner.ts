// Runs the built Action the way GitHub's runner does: inputs and files by environment, a process, its outputs read back.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from './built.ts';

export interface ActionRun {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
  readonly workspace: string;
}

export interface ActionInput {
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Payload of the event; its name goes into the environment. */
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly workspace?: string;
}

interface Prepared {
  readonly command: readonly [string, readonly string[]];
  readonly options: { readonly cwd: string; readonly env: Record<string, string> };
  finish(code: number | null, log: string): ActionRun;
}

/** Runs to the end; servers of the calling process do not answer meanwhile. */
export function runBuiltAction(input: ActionInput): ActionRun {
  const { command, options, finish } = prepare(input);
  const done = spawnSync(command[0], command[1], { ...options, encoding: 'utf8' });
  return finish(done.status, done.stdout + done.stderr);
}

/** The same beside the calling process, for tests whose server it is. */
export async function runBuiltActionBeside(input: ActionInput): Promise<ActionRun> {
  const { command, options, finish } = prepare(input);
  const child = spawn(command[0], command[1], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  await once(child, 'close');
  return finish(child.exitCode, log);
}

function prepare({ inputs, environment = {}, event, workspace }: ActionInput): Prepared {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-action-'));
  const file = (name: string, text = ''): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const place = workspace ?? folder;
  const output = file('output');
  const summary = file('summary');
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: place,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_STATE: file('state'),
    GITHUB_ENV: file('env'),
    GITHUB_PATH: file('path'),
    GITHUB_REPOSITORY: 'acme/voyage',
    GITHUB_EVENT_NAME: event?.name ?? 'push',
    ...(event === undefined ? {} : { GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event.payload)) }),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...environment,
  };
  return {
    command: [process.execPath, [join(dist, 'action/main.js')]],
    options: { cwd: place, env },
    finish: (code, log) => ({
      code,
      log,
      outputs: readOutputs(readFileSync(output, 'utf8')),
      summary: readFileSync(summary, 'utf8'),
      workspace: place,
    }),
  };
}

/** `name<<delimiter` blocks, as the runner's file commands define them; the last of a name counts. */
function readOutputs(text: string): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const block = /^(.+?)<<(.+)$/.exec(lines[at] ?? '');
    if (block?.[1] === undefined || block[2] === undefined) continue;
    const end = lines.indexOf(block[2], at + 1);
    outputs.set(block[1], lines.slice(at + 1, end).join('\n'));
    at = end;
  }
  return outputs;
}
