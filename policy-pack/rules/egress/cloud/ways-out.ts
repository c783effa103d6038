// How the containers' subnets reach the internet: the addresses of their NAT gateways, and ways around these.
import type { Resource } from '../../../model/resource.ts';
import type { Stack } from '../../../model/stack.ts';
import { perStack } from '../../per-stack.ts';
import { elasticAddresses, routesOf } from './amazon-routes.ts';
import { azureWays } from './azure-ways.ts';
import { containersOf } from './containers.ts';
import { googleWays } from './google-ways.ts';

export interface WaysOut {
  /** Public addresses and prefixes of the gateways that the containers' subnets lead to. */
  readonly addresses: ReadonlySet<Resource>;
  /** Routes, or tables with routes, that lead a container's subnet straight to the internet. */
  readonly around: ReadonlySet<Resource>;
}

export const waysOut: (stack: Stack) => WaysOut = perStack((stack) => {
  const { subnets, runners } = containersOf(stack);
  const amazon = [...subnets].flatMap((subnet) => routesOf(stack, subnet));
  return {
    addresses: new Set([
      ...amazon.flatMap(({ gateways }) => gateways).flatMap((one) => elasticAddresses(stack, one)),
      ...[...subnets, ...runners].flatMap((one) => azureWays(stack, one)),
      ...googleWays(stack),
    ]),
    around: new Set(amazon.flatMap(({ straight }) => straight)),
  };
});
