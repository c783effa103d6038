// Fetches the organisation's policy, an OCI artifact of one small YAML file, by digest.
import { parseRegistryReference } from '../../oci/reference.ts';
import { fetchDocument, openRepository, repositoryStore } from '../../oci/registry/repository.ts';
import { UserError } from '../../terms/errors.ts';
import type { Outside } from '../outside.ts';

const ceiling = 1024 * 1024;

/**
 * Text of the artifact's only file, verified against the digest in the reference (what `oras push` writes).
 * Errors: `UserError` policy when it is no such artifact; those of the registry client.
 */
export async function fetchExtendedPolicy(reference: string, outside: Outside): Promise<string> {
  const parsed = parseRegistryReference(reference);
  if (parsed.digest === undefined) throw wrong(reference, 'it names no digest');
  const line = openRepository(parsed, outside.registryOptions);
  const document = await fetchDocument(line, parsed.digest);
  if (document.kind !== 'manifest') throw wrong(reference, 'it is an index of images');
  const [file, ...more] = document.layers;
  if (file === undefined || more.length > 0)
    throw wrong(reference, `it holds ${document.layers.length} files`);
  if (file.size > ceiling) throw wrong(reference, `it has ${file.size} bytes; at most ${ceiling} are read`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of repositoryStore(line).blob(file, 'policy')) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function wrong(reference: string, why: string): UserError {
  return new UserError(
    'policy',
    `${reference} is no policy: ${why}`,
    'Push one YAML file as an artifact (oras push) and name it by its digest.',
  );
}
