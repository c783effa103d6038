// What the engine asks of a provider, read as far as a stand-in needs it.
import { FieldReader } from '../../../policy-pack/pack/wire/reader.ts';
import { readStruct } from '../../../policy-pack/pack/wire/requests.ts';

export type Json = { readonly [key: string]: unknown };

export interface Request {
  readonly urn: string;
  readonly id: string;
  readonly structs: ReadonlyMap<number, Json>;
  readonly preview: boolean;
}

/** Field numbers differ from call to call; -1 stands for none. */
export function read(
  bytes: Buffer,
  texts: { readonly urn: number; readonly id: number },
  structs: readonly number[],
  preview: number,
): Request {
  const reader = new FieldReader(bytes);
  const found = new Map<number, Json>();
  let [urn, id] = ['', ''];
  let isPreview = false;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === texts.urn) urn = reader.text();
    else if (field === texts.id) id = reader.text();
    else if (structs.includes(field)) found.set(field, readStruct(reader.message()));
    else if (field === preview) isPreview = reader.varint() === 1;
    else reader.skip();
  }
  return { urn, id, structs: found, preview: isPreview };
}
