// A Service to which something leads that lets traffic in.
import type { Resource } from '../model/resource.ts';
import type { Protocol } from './connections.ts';

export interface Backend {
  readonly through: Resource;
  /** Where the Service is; `undefined` while not known. */
  readonly namespace: string | undefined;
  readonly service: string;
  /** Port of the Service by number or name; absent: all its ports. */
  readonly port: string | number | undefined;
  /** A Route names a port of the endpoints: by the name of the Service's port or the number of the pod's. */
  readonly byTarget: boolean;
  readonly protocol: Protocol;
  /** Whether nothing outside the stack can keep it from leading there. */
  readonly isSure: boolean;
}
