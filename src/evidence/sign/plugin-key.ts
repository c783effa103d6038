// A key in a key service, reached through a command that the user names.
import { spawn } from 'node:child_process';
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { OutsideError, UserError } from '../../terms/errors.ts';
import { type HashName, keyKind, type SigningKey } from './signing-key.ts';

/** Runs the plugin; what it wrote to standard output. */
export type RunPlugin = (args: readonly string[], input: Uint8Array) => Promise<Buffer>;

/**
 * The contract of docs/kms.md: `COMMAND public-key KEY` prints the public key in PEM; `COMMAND sign KEY HASH` reads the
 * digest (raw bytes; for Ed25519 the message) from standard input and prints the signature in base64. Every signature is
 * verified before it is used. Errors: `OutsideError` when the plugin fails, `UserError` when its key is of no use.
 */
export async function pluginKey(run: RunPlugin, name: string, key: string): Promise<SigningKey> {
  const pem = (await run(['public-key', key], Buffer.alloc(0))).toString('utf8');
  const publicKey = parsePublicKey(pem, name);
  keyKind(publicKey);
  const hashless = publicKey.asymmetricKeyType === 'ed25519';
  return {
    publicKey,
    async sign(bytes, hash) {
      const input = hashless ? bytes : createHash(hash).update(bytes).digest();
      const answer = await run(['sign', key, hashless ? 'none' : hash], input);
      const signature = Buffer.from(answer.toString('utf8').trim(), 'base64');
      checkSignature(publicKey, bytes, hashless ? undefined : hash, signature, name);
      return signature;
    },
  };
}

function parsePublicKey(pem: string, name: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new OutsideError(
      'protocol',
      `the key plugin ${name} printed no public key`,
      'Let `COMMAND public-key KEY` print one in PEM and nothing else.',
    );
  }
}

function checkSignature(
  key: KeyObject,
  bytes: Uint8Array,
  hash: HashName | undefined,
  signature: Buffer,
  name: string,
): void {
  if (verify(hash, bytes, key, signature)) return;
  throw new OutsideError(
    'protocol',
    `the key plugin ${name} made a signature that does not verify with its own public key`,
    'Sign the digest as it is (ECDSA in DER, RSA in PKCS #1 v1.5), and print it in base64.',
  );
}

const outputCeiling = 64 * 1024;
const patience = 60_000;

/** Starts the command without a shell. What it writes to standard error stays out of our messages: it may hold secrets. */
export function pluginCommand(command: string): RunPlugin {
  return (args, input) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'inherit'], timeout: patience });
      const chunks: Buffer[] = [];
      let size = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > outputCeiling) child.kill('SIGKILL');
        else chunks.push(chunk);
      });
      // A plugin that does not read its input is no failure by itself.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      child.on('error', (cause) => {
        const fix = 'Name an executable file, with its path or on PATH.';
        reject(new UserError('key', `the key plugin ${command} cannot be started`, fix, { cause }));
      });
      child.on('close', (code, signal) => {
        if (code === 0) return resolve(Buffer.concat(chunks));
        const how = signal === null ? `ended with ${code}` : `was stopped by ${signal}`;
        const fix = 'See what it wrote to standard error.';
        return reject(new OutsideError('server', `the key plugin ${command} ${how}`, fix));
      });
    });
}
