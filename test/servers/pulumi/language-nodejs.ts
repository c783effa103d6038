// Stands in for pulumi-language-nodejs, which the npm registry does not carry: the program, the SDK and the pack are real.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FieldReader } from '../../../policy-pack/pack/wire/reader.ts';
import { message, numberField, textField } from '../../../policy-pack/pack/wire/writer.ts';
import { servePlugin } from './grpc.ts';

const engine = process.argv.at(-1) ?? '';

interface RunRequest {
  readonly text: ReadonlyMap<number, string>;
  readonly args: readonly string[];
  readonly environment: readonly string[];
  readonly config: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly root: string;
  readonly program: string;
}

/** RunRequest: 1 project, 2 stack, 3 pwd, 6 config, 7 dryRun, 9 monitor, 12 organization, 14 info. */
function readRun(bytes: Buffer): RunRequest {
  const reader = new FieldReader(bytes);
  const text = new Map<number, string>();
  const config: Record<string, string> = {};
  let dryRun = false;
  let info = { root: '', program: '' };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if ([1, 2, 3, 9, 12].includes(field)) text.set(field, reader.text());
    else if (field === 6) {
      const [key, value] = readPair(reader.message());
      config[key] = value;
    } else if (field === 7) dryRun = reader.varint() === 1;
    else if (field === 14) info = readInfo(reader.message());
    else reader.skip();
  }
  return { text, args: [], environment: [], config, dryRun, ...info };
}

/** RunPluginRequest: 1 pwd, 3 args, 4 env, 5 info. */
function readRunPlugin(bytes: Buffer): RunRequest {
  const reader = new FieldReader(bytes);
  const text = new Map<number, string>();
  const args: string[] = [];
  const environment: string[] = [];
  let info = { root: '', program: '' };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) text.set(3, reader.text());
    else if (field === 3) args.push(reader.text());
    else if (field === 4) environment.push(reader.text());
    else if (field === 5) info = readInfo(reader.message());
    else reader.skip();
  }
  return { text, args, environment, config: {}, dryRun: false, ...info };
}

function readPair(reader: FieldReader): [string, string] {
  let [key, value] = ['', ''];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) key = reader.text();
    else if (field === 2) value = reader.text();
    else reader.skip();
  }
  return [key, value];
}

function readInfo(reader: FieldReader): { readonly root: string; readonly program: string } {
  let [root, program] = ['', ''];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) root = reader.text();
    else if (field === 2) program = reader.text();
    else reader.skip();
  }
  return { root, program };
}

/** Runs the program with the SDK's own runner, as the real host does. */
async function run(bytes: Buffer): Promise<Buffer> {
  const request = readRun(bytes);
  const get = (field: number): string => request.text.get(field) ?? '';
  const runner = createRequire(join(request.program, 'package.json')).resolve('@pulumi/pulumi/cmd/run');
  const args = [
    runner,
    '--monitor',
    get(9),
    '--engine',
    engine,
    '--organization',
    get(12) || 'organization',
    '--project',
    get(1),
    '--stack',
    get(2),
    '--pwd',
    get(3) || request.program,
    ...(request.dryRun ? ['--dry-run'] : []),
    request.program,
  ];
  const { code, stderr } = await finish(args, { PULUMI_CONFIG: JSON.stringify(request.config) });
  if (code === 0) return message();
  // 32: the program has said itself what was wrong.
  return code === 32
    ? message(numberField(2, 1))
    : message(textField(1, `the program ended with ${code}: ${stderr}`));
}

function finish(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 1, stderr })));
}

function starterOf(pack: string): string | undefined {
  try {
    return createRequire(join(pack, 'package.json')).resolve('@pulumi/pulumi/cmd/run-policy-pack');
  } catch {
    return undefined;
  }
}

/** Starts a directory pack by the SDK's own starter, with what the pack declares as its dependencies. */
async function runPlugin(bytes: Buffer, write: (response: Buffer) => void): Promise<void> {
  const request = readRunPlugin(bytes);
  const send = (field: number) => (text: Buffer | string) => write(message(textField(field, String(text))));
  const starter = starterOf(request.program);
  if (starter === undefined) {
    // The engine waits for a port as long as nobody says that the pack has ended.
    send(2)(`@pulumi/pulumi is not installed in ${request.program}\n`);
    write(message(numberField(3, 1)));
    return;
  }
  const environment = Object.fromEntries(request.environment.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const child = spawn(process.execPath, [starter, ...request.args, request.program], {
    cwd: request.text.get(3) ?? request.program,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', send(1));
  child.stderr.on('data', send(2));
  const code = await new Promise<number>((resolve) => child.on('close', (value) => resolve(value ?? 1)));
  write(message(numberField(3, code)));
}

await servePlugin({
  name: 'pulumirpc.LanguageRuntime',
  unary: {
    Handshake: () => message(),
    GetPluginInfo: () => message(textField(1, '3.259.0')),
    GetRequiredPlugins: () => message(),
    GetRequiredPackages: () => message(),
    RuntimeOptionsPrompts: () => message(),
    About: () => message(textField(1, process.execPath), textField(2, process.version)),
    GetProgramDependencies: () => message(),
    Cancel: () => message(),
    Run: run,
  },
  streaming: { RunPlugin: runPlugin, InstallDependencies: async () => undefined },
});
