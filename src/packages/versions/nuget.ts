// NuGet's order: semantic versions with a fourth component and no case (learn.microsoft.com, «Package versioning»).
import type { VersionOrder } from './order.ts';
import { compareComponents, comparePrereleases, split } from './semver.ts';

const grammar =
  /^\d+(?:\.\d+){0,3}(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

export const nuget: VersionOrder = {
  id: 'nuget',
  compare(a, b) {
    if (a === b) return 0;
    const left = split(a.toLowerCase());
    const right = split(b.toLowerCase());
    return (
      compareComponents(left.components, right.components, 4) ||
      comparePrereleases(left.prerelease, right.prerelease)
    );
  },
  valid: (text) => grammar.test(text),
};
