// What a client of the pack says, damaged: either it is answered or the connection ends by a typed error.
import { Connection } from '../../../policy-pack/pack/http2/connection.ts';
import { ConnectionError } from '../../../policy-pack/pack/http2/errors.ts';
import { frame, frameType, numbers } from '../../../policy-pack/pack/http2/frames.ts';
import { encodeHeader } from '../../../policy-pack/pack/http2/header-block.ts';
import { encodeSettings } from '../../../policy-pack/pack/http2/settings.ts';
import { damage, dice, type Harness } from '../harness.ts';

const trailers = Buffer.alloc(0);
const headers = Buffer.from([0x88]);
const limits = { bytes: 1 << 20, streams: 20 };

/** Settings, then calls of many sizes, windows, pings and resets. */
function conversation(seed: number): Buffer {
  const random = dice(seed);
  const parts = [
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    frame(frameType.settings, 0, 0, encodeSettings(new Map([[4, random.below(1 << 17)]]))),
  ];
  for (let stream = 1; stream < 40; stream += 2) {
    const block = Buffer.concat([
      Buffer.from([0x83, 0x86]),
      encodeHeader(':path', '/pulumirpc.Analyzer/Analyze'),
    ]);
    parts.push(frame(frameType.headers, random.chance(0.2) ? 5 : 4, stream, block));
    parts.push(frame(frameType.data, random.chance(0.8) ? 1 : 0, stream, random.bytes(random.below(3000))));
    if (random.chance(0.3))
      parts.push(frame(frameType.window, 0, random.pick([0, stream]), numbers(1 + random.below(1 << 20))));
    if (random.chance(0.1)) parts.push(frame(frameType.ping, 0, 0, random.bytes(8)));
    if (random.chance(0.1)) parts.push(frame(frameType.reset, 0, stream, numbers(8)));
  }
  return Buffer.concat(parts);
}

export const harness: Harness = {
  name: 'pack-http2',
  async run(seed) {
    const random = dice(seed);
    const bytes = damage(conversation(seed), random);
    const connection = new Connection(
      () => undefined,
      ({ body }, reply) => reply({ headers, body, trailers }),
      limits,
    );
    try {
      for (let at = 0; at < bytes.length; ) {
        const end = at + 1 + random.below(5000);
        connection.receive(bytes.subarray(at, end));
        at = end;
      }
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
    }
  },
};
