// How much of the stack could be looked into, and what could not.
import type { StackCoverage } from '../../src/terms/verdict.ts';
import { installers } from '../data/installers.ts';
import { typeName } from '../model/resource.ts';
import type { Stack } from '../model/stack.ts';
import { formatPath, Hole } from '../model/tree.ts';
import { hiddenPlaces } from '../model/workloads.ts';
import { subjectOf } from './outcomes.ts';

/**
 * Percentage rounded down, so that 100 means everything; a stack of nothing is wholly seen. A resource that may hide
 * pods behind what is not known stands on both sides: it was looked into, and it is listed.
 */
export function coverageOf(stack: Stack): StackCoverage {
  const hollow = stack.resources.filter((resource) => resource.tree instanceof Hole);
  const installing = stack.resources.filter((one) => !one.patch && installers.has(typeName(one)));
  const opaque = [
    ...stack.opaque.map(({ what, reason, source }) => ({
      subject:
        source.kind === 'urn'
          ? source.urn
          : what === source.file || what.startsWith(`${source.file}:`)
            ? what
            : `${what} in ${source.file}`,
      reason,
    })),
    ...installing.map((resource) => ({
      subject: subjectOf(resource),
      reason: installers.get(typeName(resource)) ?? '',
    })),
    ...hollow.map((resource) => ({
      subject: subjectOf(resource),
      reason: resource.tree instanceof Hole ? resource.tree.reason : '',
    })),
    ...stack.resources.flatMap((resource) =>
      hiddenPlaces(resource).map(({ path, hole }) => ({
        subject: subjectOf(resource),
        reason: `${formatPath(path)} is not known (${hole.reason}): pods that it may hold are not judged`,
      })),
    ),
  ].sort((a, b) => (a.subject + a.reason < b.subject + b.reason ? -1 : 1));
  const unseen = new Set([...hollow, ...installing]);
  const seen = stack.resources.length - unseen.size;
  const total = seen + opaque.length;
  return { seen, opaque, percent: total === 0 ? 100 : Math.floor((100 * seen) / total) };
}
