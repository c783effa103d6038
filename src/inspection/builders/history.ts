// Layers by the words that builders leave in an image's history: ko, jib, S2I, and whatever builds from a Dockerfile.
import type { HistoryEntry } from '../../terms/image.ts';
import type { LayerOrigin } from './layer-origin.ts';

/** Written by `s2i build` on what it assembled (source-to-image, pkg/util/labels.go); builder images do not have it. */
const s2iLabel = 'io.openshift.s2i.build.image';

/** ko writes its name as author, and «ko build ref» or, before 0.12, «ko publish ref» (ko, pkg/build/gobuild.go). */
const ko = /^ko (?:build|publish) /;
/** «jib-maven-plugin:3.4.0», «jib-gradle-plugin:…», «jib-cli», «jib-core» (jib, BuildImageStep). */
const jib = /^jib(?:-[a-z]+)*(?::|$)/;
/** What runs the scripts of S2I in a container that is then committed, and in a Dockerfile that s2i writes. */
const s2i =
  /(?:\/s2i\/|\/tmp\/scripts\/|\/usr\/libexec\/s2i\/)(?:assemble|run|save-artifacts)\b|\bupload\/(?:src|scripts)\b/;
const dockerfile =
  /# buildkit\s*$|^\/bin\/(?:ba)?sh -c |^(?:FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|LABEL|USER|CMD|ENTRYPOINT|EXPOSE|VOLUME|SHELL|HEALTHCHECK|STOPSIGNAL|ONBUILD)\b/;

/** One a history entry that made a layer, in order. */
export function historyLayers(
  history: readonly HistoryEntry[],
  labels: Readonly<Record<string, string>>,
): readonly LayerOrigin[] {
  const made = history.filter(({ emptyLayer }) => !emptyLayer);
  const builderImage = new Map(Object.entries(labels)).get(s2iLabel);
  const assembled = builderImage === undefined ? made.length : firstOfS2i(made);
  return made.map((entry, index) => {
    if (index >= assembled) return s2iLayer(entry, builderImage ?? '');
    return byWords(entry);
  });
}

function byWords({ createdBy = '', comment = '' }: HistoryEntry): LayerOrigin {
  const words = comment === '' ? createdBy : `${createdBy} (${comment})`;
  if (ko.test(createdBy)) return { builder: 'ko', kind: 'app', words };
  if (jib.test(createdBy)) return { builder: 'jib', kind: 'app', words };
  return {
    builder: dockerfile.test(createdBy) || comment.startsWith('buildkit.') ? 'dockerfile' : 'unknown',
  };
}

/** Without a layer that shows the scripts of S2I the last one is what it committed. */
function firstOfS2i(made: readonly HistoryEntry[]): number {
  const first = made.findIndex(({ createdBy = '' }) => s2i.test(createdBy));
  return first < 0 ? made.length - 1 : first;
}

function s2iLayer({ createdBy }: HistoryEntry, builderImage: string): LayerOrigin {
  const words = createdBy ?? `assembled by S2I upon ${builderImage}`;
  return { builder: 's2i', kind: 'app', words };
}
