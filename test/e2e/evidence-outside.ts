// What the use cases about evidence run with, outside of a command line.
import { homedir } from 'node:os';
import { noCredentials } from '../../src/oci/registry/credentials.ts';
import type { Outside } from '../../src/run/outside.ts';
import { readEnvironment } from '../../src/terms/environment.ts';
import { client, now } from '../evidence/publish/cleared.ts';

export const outside: Outside = {
  clock: { now: () => now },
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined, progress: () => undefined },
  random: { bytes: (length) => Buffer.alloc(length, 7) },
  client,
  home: homedir(),
  advisories: readEnvironment({}).advisories,
  layerCache: undefined,
  registryOptions: { client, credentials: noCredentials, now: () => Date.now() },
  openImage: () => {
    throw new Error('no image is read here');
  },
  close: () => undefined,
};
