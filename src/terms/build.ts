// Which build of the program this is, where what one run keeps must not be believed by another program.

/** Put in when the program is bundled; there is none where it runs from its sources. */
declare const seaworthyBuild: string;

/** Digest of everything that was bundled; undefined when the program runs from its sources, which may change. */
export const build: string | undefined = typeof seaworthyBuild === 'string' ? seaworthyBuild : undefined;
