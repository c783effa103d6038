// Where the local container engine listens, as DOCKER_HOST says it.
import { UserError } from '../../terms/errors.ts';

/** Undefined: the usual sockets. Errors: `UserError` usage when it is no Unix socket. */
export function engineSockets(dockerHost: string | undefined): readonly string[] | undefined {
  if (dockerHost === undefined) return undefined;
  const path = /^unix:\/\/(\/.*)$/.exec(dockerHost)?.[1];
  if (path !== undefined) return [path];
  throw new UserError(
    'usage',
    `DOCKER_HOST is ${dockerHost}, and only an engine behind a Unix socket is asked`,
    'Set it to unix:///path/to/socket, or save the image (docker save) and use docker-archive:FILE.',
  );
}
