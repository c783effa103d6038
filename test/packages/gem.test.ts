// Ruby: which specification is an installed gem, and what is said of it.
import { describe, expect, test } from '@jest/globals';
import { gem } from '../../src/packages/gem.ts';
import { inventoryOf, refusalLines } from './image-of.ts';

const rack = `# -*- encoding: utf-8 -*-
# stub: rack 2.2.6.4 ruby lib

Gem::Specification.new do |s|
  s.name = "rack".freeze
  s.version = "2.2.6.4"

  s.licenses = ["MIT".freeze, "BSD-2-Clause".freeze]
  s.add_runtime_dependency(%q<rake>.freeze, [">= 0"])
end
`;

async function gemAt(path: string, text: string) {
  const inventory = await inventoryOf([gem], { [path]: text });
  return {
    packages: inventory.packages.map(({ purl, licenses }) => [purl, ...(licenses ?? [])]),
    refusals: refusalLines(inventory).filter((line) => line.includes(path)),
  };
}

describe('a gem is found where RubyGems installs it, and nowhere else', () => {
  test.each([
    ['usr/local/bundle/specifications/rack-2.2.6.4.gemspec', true],
    ['usr/lib/ruby/gems/3.1.0/specifications/default/rack-2.2.6.4.gemspec', true],
    ['usr/share/rubygems-integration/all/specifications/rack-2.2.6.4.gemspec', true],
    ['usr/local/bundle/gems/rack-2.2.6.4/rack.gemspec', false],
    ['app/rack.gemspec', false],
    ['usr/local/bundle/specifications/old/rack.gemspec', false],
  ])('%s: %p', async (path, found) => {
    const { packages } = await gemAt(path, rack);
    expect(packages).toEqual(found ? [['pkg:gem/rack@2.2.6.4', 'MIT', 'BSD-2-Clause']] : []);
  });
});

test.each([
  [
    'a platform of its own',
    '# stub: nokogiri 1.13.6 x86_64-linux lib\n',
    'pkg:gem/nokogiri@1.13.6?platform=x86_64-linux',
  ],
  [
    'no stub, plain assignments',
    "Gem::Specification.new do |s|\n  s.name = 'a'\n  s.version = '1.0'\nend\n",
    'pkg:gem/a@1.0',
  ],
  [
    'a version object',
    'Gem::Specification.new do |s|\n  s.name = %q{x}\n  s.name = "a"\n  s.version = Gem::Version.new("1.0")\n',
    'pkg:gem/a@1.0',
  ],
])('%s', async (_, text, purl) => {
  expect((await gemAt('specifications/x.gemspec', text)).packages).toEqual([[purl]]);
});

test('a specification that would have to be run is refused by name', async () => {
  const text = 'Gem::Specification.new do |s|\n  s.name = NAME\n  s.version = File.read("VERSION")\nend\n';
  expect((await gemAt('specifications/x.gemspec', text)).refusals).toEqual([
    'malformed: specifications/x.gemspec states no name and version, so its gem is not known',
  ]);
});
