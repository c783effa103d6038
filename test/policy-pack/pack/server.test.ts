// The pack never lets the engine wait without end, and a mistake never passes for an answer.
import { expect, test } from '@jest/globals';
import { serve } from '../../../policy-pack/pack/server.ts';
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
