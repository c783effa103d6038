// Go modules built into binaries, the standard library among them (pkg.go.dev/debug/buildinfo).
import type { Analyzer, Json } from '../image/analyzer.ts';
import type { ImageView, LayeredFact } from '../image/view.ts';
import type { FoundPackage, PackageFormat } from './format.ts';
import { type GoModule, goModules, goRelease } from './golang-modules.ts';
import { goScanner } from './golang-scanner.ts';
import { formatPurl } from './purl.ts';

const id = 'golang';
/** No Go program is smaller than a few hundred KiB; the runtime alone is larger. */
const smallest = 128 * 1024;

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file' || entry.size < smallest) return undefined;
    return goScanner((found) => {
      if (found.kind === 'pointers') {
        sink.refuse({
          code: 'unsupported',
          what: 'go binary',
          path: entry.path,
          message: `${entry.path} was built by a Go older than 1.18, whose build information is not read`,
        });
        return;
      }
      const modules = goModules(found.modules);
      sink.fact({ go: found.version, modules: modules.map(({ path, version }) => [path, version]) });
    });
  },
};

export const golang: PackageFormat = {
  id,
  analyzer,
  assemble: (view: ImageView) => ({
    packages: view
      .facts(id)
      .filter((fact) => fact.visible)
      .flatMap((fact) => modulesOf(fact.data).flatMap((module) => toPackage(module, fact))),
    refusals: [],
  }),
};

function modulesOf(data: Json): GoModule[] {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return [];
  const fields = new Map(Object.entries(data));
  const go = fields.get('go');
  const release = typeof go === 'string' ? goRelease(go) : undefined;
  const modules = fields.get('modules');
  return [
    ...(release === undefined ? [] : [{ path: 'stdlib', version: release }]),
    ...(Array.isArray(modules) ? modules : []).flatMap((pair) => {
      const [path, version] = Array.isArray(pair) ? pair : [];
      return typeof path === 'string' && typeof version === 'string' ? [{ path, version }] : [];
    }),
  ];
}

function toPackage(module: GoModule, fact: LayeredFact): FoundPackage[] {
  const slash = module.path.lastIndexOf('/');
  const purl = formatPurl({
    type: id,
    namespace: module.path.slice(0, Math.max(slash, 0)),
    name: module.path.slice(slash + 1),
    version: module.version,
  });
  if (purl.kind === 'invalid') return [];
  const { path, layer } = fact;
  return [{ purl: purl.text, type: id, name: module.path, version: module.version, path, layer }];
}
