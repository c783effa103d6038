// Every address of the project's own pages that an output names.

/** The repository, once it has an address: `repository` of package.json, which a test holds it to. */
export const projectUrl: string | undefined = undefined;

/** A page by its path from the root of the repository: under the address where one is known, else the path alone. */
export function pageUrl(path: string, repository = projectUrl): string {
  return repository === undefined ? path : `${repository}/${path}`;
}
