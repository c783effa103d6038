// Asks a credential helper: `docker-credential-NAME get` (github.com/docker/docker-credential-helpers).
import { spawn } from 'node:child_process';
import { z } from 'zod';
import { OutsideError, UserError } from '../../terms/errors.ts';
import type { Credentials } from './credentials.ts';

/** Undefined: the helper knows no credentials for this server. */
export type HelperRunner = (name: string, server: string) => Promise<Credentials | undefined>;

const answerSchema = z.object({ Username: z.string(), Secret: z.string() });
const answerCeiling = 64 * 1024;
const timeout = 30_000;

interface Ending {
  readonly code: number | null;
  readonly output: string;
}

function run(program: string, input: string): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= answerCeiling) chunks.push(chunk);
      else child.kill();
    });
    const late = setTimeout(() => child.kill(), timeout);
    child.once('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(late);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
    });
    // A helper may end before it has read its input; its exit code says what is to be said.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Runs the helper found on PATH. A user name `<token>` means that the secret is an identity token. */
export const runHelper: HelperRunner = async (name, server) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new UserError(
      'key',
      `${JSON.stringify(name)} is no name of a credential helper`,
      'Mend credsStore or credHelpers in the Docker configuration.',
    );
  }
  const program = `docker-credential-${name}`;
  const failed = (why: string, cause?: unknown) =>
    new OutsideError(
      'unauthorized',
      `the credential helper ${program} ${why}`,
      'Install it or mend it, or remove it from the Docker configuration and log in again.',
      { cause },
    );
  let ending: Ending;
  try {
    ending = await run(program, server);
  } catch (error) {
    throw failed('cannot be started', error);
  }
  if (ending.code !== 0) {
    if (/credentials not found/i.test(ending.output)) return undefined;
    throw failed(`failed for ${server} (exit code ${ending.code})`);
  }
  let answer: z.infer<typeof answerSchema>;
  try {
    answer = answerSchema.parse(JSON.parse(ending.output));
  } catch {
    // Neither the answer nor the parser's message is passed on: both may hold the secret.
    throw failed('gave an answer that is not its format');
  }
  if (answer.Secret === '') return undefined;
  if (answer.Username === '<token>') return { kind: 'identity', token: answer.Secret };
  return { kind: 'basic', username: answer.Username, password: answer.Secret };
};
