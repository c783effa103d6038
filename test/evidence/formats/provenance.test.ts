// What builders say of a build, in one shape.
import { expect, test } from '@jest/globals';
import { parseProvenance } from '../../../src/evidence/formats/provenance.ts';

test('of a GitHub workflow', () => {
  const predicate = {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: {
        workflow: {
          ref: 'refs/heads/main',
          repository: 'https://github.com/acme/web',
          path: '.github/workflows/x.yml',
        },
      },
      resolvedDependencies: [
        { uri: 'git+https://github.com/acme/web@refs/heads/main', digest: { gitCommit: 'abc' } },
      ],
    },
    runDetails: {
      builder: { id: 'https://github.com/acme/web/.github/workflows/x.yml@refs/heads/main' },
      metadata: { invocationId: 'https://github.com/acme/web/actions/runs/1/attempts/1' },
    },
  };
  expect(parseProvenance('https://slsa.dev/provenance/v1', predicate)).toEqual({
    builder: 'https://github.com/acme/web/.github/workflows/x.yml@refs/heads/main',
    buildType: 'https://actions.github.io/buildtypes/workflow/v1',
    source: 'https://github.com/acme/web',
    ref: 'refs/heads/main',
    commit: 'abc',
    run: 'https://github.com/acme/web/actions/runs/1/attempts/1',
    materials: [{ uri: 'git+https://github.com/acme/web@refs/heads/main', digest: 'gitCommit:abc' }],
  });
});

test('of BuildKit', () => {
  const predicate = {
    builder: { id: '' },
    buildType: 'https://mobyproject.org/buildkit@v1',
    invocation: { configSource: { uri: 'https://github.com/acme/web.git', digest: { sha1: 'def' } } },
    metadata: { buildInvocationID: 'x1' },
    materials: [{ uri: 'pkg:docker/alpine@3.22', digest: { sha256: '00' } }],
  };
  expect(parseProvenance('https://slsa.dev/provenance/v0.2', predicate)).toEqual({
    builder: '',
    buildType: 'https://mobyproject.org/buildkit@v1',
    source: 'https://github.com/acme/web.git',
    commit: 'def',
    run: 'x1',
    materials: [{ uri: 'pkg:docker/alpine@3.22', digest: 'sha256:00' }],
  });
});

test('what lacks its builder is refused, and what is no provenance is left alone', () => {
  expect(() => parseProvenance('https://slsa.dev/provenance/v1', {})).toThrow(
    expect.objectContaining({ code: 'predicate' }),
  );
  expect(parseProvenance('https://spdx.dev/Document', {})).toBeUndefined();
});
