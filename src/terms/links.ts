// Every address of the project's own pages that an output names.

/** The repository; forks and mirrors change it here. */
export const projectUrl = 'https://github.com/seaworthy/seaworthy';

/** A page of the repository, by its path from the root. */
export function pageUrl(path: string): string {
  return `${projectUrl}/blob/main/${path}`;
}
