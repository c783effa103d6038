// Names of images as they are meant: `node:20` is `docker.io/library/node:20`, in patterns too.
import { hubHosts, splitHost } from './reference.ts';

/** `name`: a reference, or a pattern of which `*` stands for any text; a pattern that begins with it is left alone. */
export function fullName(name: string): string {
  const [named = '', ...digest] = name.split('@');
  const [host, path] = splitHost(named);
  if (path === '' || host.includes('*') || named.startsWith('*')) return name;
  const isHub = hubHosts.has(host.toLowerCase());
  const repository = isHub && !path.includes('/') ? `library/${path}` : path;
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  const tag = digest.length > 0 || /[:*]/.test(last) ? '' : ':latest';
  return [`${isHub ? 'docker.io' : host.toLowerCase()}/${repository}${tag}`, ...digest].join('@');
}

/** The name without its digest, where it has one. */
export function withoutDigest(name: string): string {
  return name.split('@', 1)[0] ?? name;
}

/** The name without its tag and its digest, where it has them. */
export function withoutTag(name: string): string {
  return withoutDigest(name).replace(/:[^:/]*$/, '');
}
