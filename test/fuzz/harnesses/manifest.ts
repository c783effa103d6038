// Manifests, configurations and archives of any bytes end in a value or a typed refusal.
import { parseConfiguration } from '../../../src/oci/configuration.ts';
import { parseDockerManifest } from '../../../src/oci/docker-manifest.ts';
import { parseDocument } from '../../../src/oci/document.ts';
import { passArchive } from '../../../src/oci/streamed-archive.ts';
import { ContentError } from '../../../src/terms/refusal.ts';
import { counting } from '../../oci/reading.ts';
import { json, sampleImage, sha256, tar } from '../../oci/sample-image.ts';
import { damage, dice, type Harness } from '../harness.ts';

const image = sampleImage(['one', 'two']);
const docker = json([{ Config: 'c.json', RepoTags: null, Layers: ['a/layer.tar'] }]);
const archive = tar([
  { path: 'manifest.json', body: docker },
  { path: 'c.json', body: image.config },
  { path: 'a/layer.tar', body: image.plain[0] ?? '' },
]);

export const harness: Harness = {
  name: 'manifest',
  async run(seed) {
    const random = dice(seed);
    const digest = sha256(image.manifest);
    const attempts = [
      () =>
        parseDocument(
          damage(image.manifest, random),
          digest,
          random.chance(0.5) ? undefined : 'application/json',
        ),
      () => parseConfiguration(damage(image.config, random), digest),
      () => parseDockerManifest(damage(docker, random)),
      () => {
        const bytes = damage(archive, random);
        async function* stream() {
          yield bytes;
        }
        return passArchive(stream(), counting());
      },
    ];
    for (const attempt of attempts) {
      try {
        await attempt();
      } catch (error) {
        if (!(error instanceof ContentError)) throw error;
      }
    }
  },
};
