// The pack never lets the engine wait without end, and a mistake never passes for an answer.
import { once } from 'node:events';
import { connect } from 'node:http2';
import { expect, test } from '@jest/globals';
import { serve } from '../../../policy-pack/pack/server.ts';
import { UserError } from '../../../src/terms/errors.ts';
import { callRaw } from '../../servers/pulumi/grpc.ts';
import { openPack } from './engine.ts';

const nothing = Buffer.alloc(0);

test('a call for which nothing comes from outside ends with an error', async () => {
  const { session } = openPack('');
  const { port, close } = await serve({ ...session, AnalyzeStack: () => new Promise(() => undefined) }, 50);
  const call = callRaw(`127.0.0.1:${port}`, '/pulumirpc.Analyzer/AnalyzeStack', nothing);
  await expect(call).rejects.toThrow(/nothing came from outside within 0\.05 s/);
  close();
});

test('bytes that are no request end with an error, and the next call is answered', async () => {
  const { session } = openPack('');
  const { port, close } = await serve(session);
  const call = (bytes: Buffer) => callRaw(`127.0.0.1:${port}`, '/pulumirpc.Analyzer/AnalyzeStack', bytes);
  await expect(call(Buffer.from([0x0a, 0x7f]))).rejects.toThrow(/beyond its message/);
  expect(await call(nothing)).toEqual(nothing);
  close();
});

test('a call that is not there, and a compressed one, are said to be not served', async () => {
  const { session } = openPack('');
  const { port, close } = await serve(session);
  const address = `127.0.0.1:${port}`;
  await expect(callRaw(address, '/pulumirpc.Analyzer/Sing', nothing)).rejects.toMatchObject({ code: 12 });
  await expect(callRaw(address, '/pulumirpc.Analyzer/Analyze', nothing, true)).rejects.toMatchObject({
    code: 12,
  });
  close();
});

test('an error is told letter by letter, lines and other alphabets too', async () => {
  const { session } = openPack('');
  const message = 'Größe: 100 %\nзеро "\u0000"';
  const broken = () => {
    throw new UserError('policy', message, 'Mend it.');
  };
  const { port, close } = await serve({ ...session, Analyze: broken });
  const call = callRaw(`127.0.0.1:${port}`, '/pulumirpc.Analyzer/Analyze', nothing);
  await expect(call).rejects.toMatchObject({ code: 9, details: `seaworthy: ${message}. Mend it.` });
  close();
});

test('an error of any length is told, cut where a header ends', async () => {
  const { session } = openPack('');
  const broken = () => {
    throw new UserError('policy', '€'.repeat(100_000), 'Mend it.');
  };
  const { port, close } = await serve({ ...session, Analyze: broken });
  const call = callRaw(`127.0.0.1:${port}`, '/pulumirpc.Analyzer/Analyze', nothing);
  await expect(call).rejects.toMatchObject({
    code: 9,
    details: expect.stringMatching(/^seaworthy: €{1000}/),
  });
  close();
});

test('a request that is no single message is refused', async () => {
  const { session } = openPack('');
  const { port, close } = await serve(session);
  const client = connect(`http://127.0.0.1:${port}`);
  const stream = client.request({ ':method': 'POST', ':path': '/pulumirpc.Analyzer/Analyze' });
  stream.end(Buffer.from([0, 0, 0, 0, 9, 1]));
  const [answer] = await once(stream, 'response');
  expect(answer['grpc-status']).toBe('13');
  client.destroy();
  close();
});
