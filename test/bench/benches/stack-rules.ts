// All rules over 10,000 resources, decoding included.
import { readPulumiResource } from '../../../policy-pack/model/pulumi-resource.ts';
import type { Resource } from '../../../policy-pack/model/resource.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { evaluate } from '../../../policy-pack/rules/evaluate.ts';
import { stackPolicy } from '../../../policy-pack/rules/stack-policy.ts';
import type { Bench, Measurement } from '../bench.ts';
import { median, rounded } from '../child.ts';
import { type Registered, sampleResource } from '../stack-sample.ts';

export const bench: Bench = {
  name: 'stack-rules',
  run: async ({ short }) => {
    const size = short ? 1000 : 10_000;
    const lines: string[] = [];
    for (let index = 0; index < size; index += 1) lines.push(JSON.stringify(sampleResource(index)));
    const intents = { only: ['n1/* -> n2/*:80'], tenants: 'namespaces' };
    return [
      measured(`stack rules ${size}`, lines, new Map(), short),
      measured(`stack rules ${size} with intents`, lines, new Map([['stack.network', intents]]), short),
    ];
  },
};

function measured(
  name: string,
  lines: readonly string[],
  sections: ReadonlyMap<string, unknown>,
  short: boolean,
): Measurement {
  const seconds: number[] = [];
  for (let round = 0; round < (short ? 1 : 5); round += 1) {
    const started = performance.now();
    const resources = lines.map(decode);
    evaluate(buildStack(resources), stackPolicy(sections));
    seconds.push((performance.now() - started) / 1000);
  }
  return {
    bench: name,
    value: rounded(median(seconds)),
    unit: 's',
    peakRssMiB: rounded(process.memoryUsage().rss / 1024 / 1024),
    target: rounded((3 * lines.length) / 10_000),
  };
}

function decode(line: string, index: number): Resource {
  const { type, inputs }: Registered = JSON.parse(line);
  const read = readPulumiResource({ urn: `urn:pulumi:bench::bench::${type}::r${index}`, type, inputs });
  if (read.kind !== 'resource') throw new Error(`${type} is read as ${read.kind}`);
  return read.resource;
}
