// Ruby's own word on the gems of the machine that runs the tests: RubyGems runs each specification that we read.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { z } from 'zod';
import { gem } from '../../src/packages/gem.ts';
import { inventoryOf, refusalLines } from '../packages/image-of.ts';
import { run, testWith } from './packages-tools.ts';

const listed = z.array(z.object({ file: z.string(), line: z.string() }));
const script = `
require "json"
gems = Gem::Specification.each.map do |s|
  platform = s.platform == Gem::Platform::RUBY ? "" : "?platform=#{s.platform}"
  { file: s.loaded_from, line: "pkg:gem/#{s.name}@#{s.version}#{platform} #{s.licenses.join(",")}" }
end
puts JSON.generate(gems)
`;

describe('the gems of a Debian with Ruby', () => {
  testWith('ruby', 'gem')('and one that RubyGems itself installs are those that Ruby loads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-gem-'));
    try {
      const specification =
        'Gem::Specification.new { |s| s.name = "afloat"; s.version = Gem::Version.new("1.2.0.rc1"); s.summary = "x"; ' +
        's.authors = ["x"]; s.licenses = ["MIT"]; s.platform = "x86_64-linux"; s.files = [] }';
      run('ruby', ['-rrubygems/package', '-e', `Gem::Package.build(${specification})`], folder);
      run(
        'gem',
        ['install', '--local', '--install-dir', folder, 'afloat-1.2.0.rc1-x86_64-linux.gem'],
        folder,
      );
      const program = `Gem.use_paths(${JSON.stringify(folder)}, Gem.path)\n${script}`;
      const expected = listed.parse(JSON.parse(run('ruby', ['-e', program])));
      const files = Object.fromEntries(expected.map(({ file }) => [file.slice(1), readFileSync(file)]));
      const inventory = await inventoryOf([gem], files);
      expect(refusalLines(inventory)).toEqual([]);
      const ours = inventory.packages.map(({ purl, licenses }) => `${purl} ${(licenses ?? []).join(',')}`);
      expect(ours.sort()).toEqual(expected.map(({ line }) => line).sort());
      expect(ours).toContain('pkg:gem/afloat@1.2.0.rc1?platform=x86_64-linux MIT');
      expect(ours.length).toBeGreaterThan(50);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
