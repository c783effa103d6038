// Every ecosystem name of OSV finds its order, suffix or not.
import { describe, expect, test } from '@jest/globals';
import { versionOrderOf } from '../../../src/packages/versions/ecosystems.ts';

describe('an ecosystem is ordered by the rules of its own tool', () => {
  test.each([
    ['Debian:12', 'debian'],
    ['Ubuntu:22.04:LTS', 'debian'],
    ['Ubuntu:Pro:18.04:LTS', 'debian'],
    ['AlmaLinux:9', 'rpm'],
    ['Red Hat:enterprise_linux:9::baseos', 'rpm'],
    ['SUSE:Linux Enterprise Server 15 SP5', 'rpm'],
    ['openSUSE:Leap 15.6', 'rpm'],
    ['Alpine:v3.20', 'alpine'],
    ['Wolfi', 'alpine'],
    ['Chainguard', 'alpine'],
    ['Rocky Linux:9', 'rpm'],
    ['Mageia:9', 'rpm'],
    ['openEuler:24.03-LTS', 'rpm'],
    ['Photon OS:5.0', 'rpm'],
    ['MinimOS', 'alpine'],
    ['Azure Linux:3', 'rpm'],
    ['Echo', 'debian'],
    ['Echo:npm', 'semver'],
    ['Root:Alpine:3.18', 'alpine'],
    ['Root:PyPI', 'pypi'],
    ['Go', 'semver'],
    ['NuGet', 'nuget'],
  ])('%s', (ecosystem, id) => {
    expect(versionOrderOf(ecosystem)?.id).toBe(id);
  });

  test.each(['GIT', 'Linux', '', 'Root', 'constructor', 'debian'])('%p has none', (ecosystem) => {
    expect(versionOrderOf(ecosystem)).toBeUndefined();
  });
});
