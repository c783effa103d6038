// Layers that S2I (source-to-image) assembled upon its builder image.
import type { HistoryEntry } from '../../terms/image.ts';
import type { LayerOrigin } from './layer-origin.ts';

/**
 * Written by `s2i build` and by OpenShift's builds on what they assembled: «build.image» in the name space of the tool or of the
 * platform (source-to-image, pkg/util/labels.go; OpenShift, `DefaultDockerLabelNamespace`). Builder images have neither.
 */
const assembled = ['io.openshift.s2i.build.image', 'io.openshift.build.image'];

/**
 * What runs the scripts of S2I in a container that is then committed, and in a Dockerfile that s2i writes, where the artifacts of
 * an earlier build come first (pkg/build/strategies/dockerfile).
 */
const scripts =
  /(?:\/s2i\/|\/tmp\/scripts\/|\/usr\/libexec\/s2i\/)(?:assemble|run|save-artifacts)\b|\bupload\/(?:src|scripts|injections)\b|\/artifacts\.tar\b/;

/** The layers from the first that S2I made on: `from` is beyond the last where it made none. */
export function s2iLayers(
  made: readonly HistoryEntry[],
  labels: Readonly<Record<string, string>>,
): { readonly from: number; originOf(entry: HistoryEntry): LayerOrigin } {
  const said = new Map(Object.entries(labels));
  const builderImage = assembled.flatMap((label) => said.get(label) ?? [])[0];
  const first = made.findIndex(({ createdBy = '' }) => scripts.test(createdBy));
  // Without a layer that shows the scripts the last one is what was committed.
  const from = builderImage === undefined ? made.length : first < 0 ? made.length - 1 : first;
  return {
    from,
    originOf: ({ createdBy }) => ({
      builder: 's2i',
      kind: 'app',
      words: createdBy ?? `assembled by S2I upon ${builderImage}`,
    }),
  };
}
