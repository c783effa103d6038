// Small images for tests of inspectors: layers of entries and a configuration, read and judged as a scan does.
import { analyzeLayer } from '../../src/image/analyze-layer.ts';
import type { LayerRecord } from '../../src/image/layer-record.ts';
import { squash } from '../../src/image/squash.ts';
import type { ImageView } from '../../src/image/view.ts';
import type { Judged } from '../../src/inspection/inspector.ts';
import { inspect, inspectionAnalyzers } from '../../src/inspection/inspectors.ts';
import { packageFormats } from '../../src/packages/formats.ts';
import { inventoryAnalyzers, takeInventory } from '../../src/packages/inventory.ts';
import type { Digest } from '../../src/terms/digest.ts';
import type { Image, ImageConfig } from '../../src/terms/image.ts';
import { inPieces, type TarItem, writeTar } from '../image/tar-writer.ts';

export interface InspectedImage {
  readonly layers?: readonly (readonly TarItem[])[];
  readonly config?: Partial<ImageConfig>;
  readonly instructions?: readonly string[];
  readonly reference?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Bytes of one chunk of the stream. */
  readonly piece?: number;
}

/** `area`: keeps only the findings of its rules. */
export async function inspectImage(given: InspectedImage, area = ''): Promise<Judged> {
  const records = await recordsOf(given);
  const view = squash(records);
  const { packages, os, refusals } = takeInventory(view, packageFormats);
  const judged = inspect({
    view,
    image: imageOf(given),
    packages,
    os,
    asOf: new Date('2026-11-01'),
  });
  return {
    refusals: [...records.flatMap((record) => record.refusals), ...refusals, ...judged.refusals],
    findings: judged.findings.filter(({ rule }) => rule.startsWith(area)),
  };
}

export async function viewOf(given: InspectedImage): Promise<ImageView> {
  return squash(await recordsOf(given));
}

function recordsOf({ layers = [], piece }: InspectedImage): Promise<readonly LayerRecord[]> {
  const analyzers = [...inventoryAnalyzers(packageFormats), ...inspectionAnalyzers()];
  const records = layers.map((items) =>
    analyzeLayer(inPieces(writeTar(items), piece), { mediaType: '', analyzers }),
  );
  return Promise.all(records);
}

export async function rulesOf(given: InspectedImage, area = ''): Promise<string[]> {
  const { findings } = await inspectImage(given, area);
  return findings.map(({ rule }) => rule).sort();
}

export function digestOf(index: number): Digest {
  return `sha256:${String(index).padStart(64, '0')}`;
}

export function imageOf({
  layers = [],
  config,
  instructions,
  reference,
  annotations,
}: InspectedImage): Image {
  return {
    reference: reference ?? 'registry.example/app:1',
    digest: digestOf(900),
    configDigest: digestOf(901),
    platform: { os: 'linux', architecture: 'amd64' },
    config: {
      env: [],
      entrypoint: [],
      cmd: [],
      exposedPorts: [],
      volumes: [],
      labels: {
        'org.opencontainers.image.authors': 'team@example.com',
        'org.opencontainers.image.title': 'app',
        'org.opencontainers.image.source': 'https://git.example/app',
      },
      diffIds: [],
      history: layers.map((_, index) => ({
        createdBy: instructions?.[index] ?? `COPY layer${index} / # buildkit`,
        emptyLayer: false,
      })),
      user: '10001',
      ...config,
    },
    layers: layers.map((_, index) => ({
      digest: digestOf(index),
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      createdBy: instructions?.[index] ?? `COPY layer${index} / # buildkit`,
    })),
    annotations: annotations ?? {},
  };
}
