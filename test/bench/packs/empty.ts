// A pack that does nothing, and that at once: what is left is the engine's own price for having one.
import { answerOf } from '../../../policy-pack/pack/grpc.ts';
import { listen } from '../../../policy-pack/pack/http2/listen.ts';
import { infoResponse, type PackPolicy } from '../../../policy-pack/pack/wire/responses.ts';

const policy: PackPolicy = {
  name: 'nothing',
  displayName: 'Nothing',
  description: 'Nothing is looked at.',
  enforcement: 'advisory',
  severity: 'low',
  tags: [],
  remediationSteps: '',
  url: '',
};
const info = answerOf(infoResponse({ name: 'empty', version: '1.0.0' }, policy.description, [policy]));
const nothing = answerOf(Buffer.alloc(0));

listen(({ path }, reply) => reply(path.endsWith('/GetAnalyzerInfo') ? info : nothing), {
  bytes: 1 << 29,
  streams: 100,
}).then(
  ({ port }) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
