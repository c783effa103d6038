// Data: keys of the design whose feature is not there yet; writing one is an error that says so.

/** Place in the file → what it will do. A registered section takes its place out of this list. */
export const laterKeys: ReadonlyMap<string, string> = new Map([
  ['images.trust', 'registries and base images that may be used'],
  ['images.owners', 'teams that own layers'],
  ['images.sign', 'signing of images that pass'],
  ['images.promote', 'stages that an image moves through'],
  ['stack.egress', 'where pods may connect to outside the cluster'],
  ['stack.storage', 'how storage may be used'],
  ['stack.certificate', 'the certificate that every image must carry'],
]);
