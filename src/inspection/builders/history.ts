// Layers by the words that builders leave in an image's history: ko, jib, and whatever builds from a Dockerfile.
import type { HistoryEntry } from '../../terms/image.ts';
import type { LayerOrigin } from './layer-origin.ts';
import { s2iLayers } from './s2i.ts';

// Words compared with these sources on 2026-11-28.
/** ko writes its name as author, and «ko build ref» or, before 0.12, «ko publish ref» (ko, pkg/build/gobuild.go). */
const ko = /^ko (?:build|publish) /;
/**
 * Jib writes its name as author, and the tool that it is part of: «jib-maven-plugin:3.4.0», or whatever a program that uses its
 * library calls itself (jib, BuildImageStep).
 */
const jib = /^jib(?:-[a-z]+)*(?::|$)/;
const jibAuthor = 'Jib';
const dockerfile =
  /# buildkit\s*$|^\/bin\/(?:ba)?sh -c |^(?:FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|LABEL|USER|CMD|ENTRYPOINT|EXPOSE|VOLUME|SHELL|HEALTHCHECK|STOPSIGNAL|ONBUILD)\b/;

/** One a history entry that made a layer, in order. */
export function historyLayers(
  history: readonly HistoryEntry[],
  labels: Readonly<Record<string, string>>,
): readonly LayerOrigin[] {
  const made = history.filter(({ emptyLayer }) => !emptyLayer);
  const { from, originOf } = s2iLayers(made, labels);
  return made.map((entry, index) => (index >= from ? originOf(entry) : byWords(entry)));
}

function byWords({ createdBy = '', comment = '', author }: HistoryEntry): LayerOrigin {
  const words = comment === '' ? createdBy : `${createdBy} (${comment})`;
  if (ko.test(createdBy)) return { builder: 'ko', kind: 'app', words };
  if (author === jibAuthor || jib.test(createdBy)) return { builder: 'jib', kind: 'app', words };
  return {
    builder: dockerfile.test(createdBy) || comment.startsWith('buildkit.') ? 'dockerfile' : 'unknown',
  };
}
