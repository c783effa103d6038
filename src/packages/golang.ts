// Go modules built into binaries, the standard library among them (pkg.go.dev/debug/buildinfo).
import type { Analyzer, Json } from '../image/analyzer.ts';
import type { LayeredFact } from '../image/view.ts';
import { type Assembled, assembleFacts, factField, factTexts, packageOf, refusalOf } from './assembly.ts';
import type { PackageFormat } from './format.ts';
import { type GoModule, goModules, goRelease } from './golang-modules.ts';
import { goScanner } from './golang-scanner.ts';

const id = 'golang';
/** No Go program is smaller than a few hundred KiB; the runtime alone is larger. */
const smallest = 128 * 1024;
const tooOld = 'too old';

const analyzer: Analyzer = {
  id,
  version: 1,
  open(entry, sink) {
    if (entry.type !== 'file' || entry.size < smallest) return undefined;
    return goScanner((found) => {
      if (found.kind === 'pointers') sink.fact(tooOld);
      else {
        const modules = goModules(found.modules).map(({ path, version }) => [path, version]);
        sink.fact({ go: found.version, modules });
      }
    });
  },
};

export const golang: PackageFormat = {
  id,
  analyzer,
  assemble: (view) => assembleFacts(view, id, assemble),
};

function assemble(fact: LayeredFact): Assembled[] {
  if (fact.data === tooOld) {
    const message = `${fact.path} was built by a Go older than 1.18, whose build information is not read`;
    return [refusalOf(fact, 'go binary', message, 'unsupported')];
  }
  return modulesOf(fact.data).map(({ path, version }) => {
    const slash = path.lastIndexOf('/');
    const parts = {
      type: id,
      namespace: path.slice(0, Math.max(slash, 0)),
      name: path.slice(slash + 1),
      version,
    };
    return packageOf(fact, parts, { name: path, version });
  });
}

function modulesOf(data: Json): GoModule[] {
  const go = factField(data, 'go');
  const release = typeof go === 'string' ? goRelease(go) : undefined;
  const modules = factField(data, 'modules');
  return [
    ...(release === undefined ? [] : [{ path: 'stdlib', version: release }]),
    ...(Array.isArray(modules) ? modules : []).flatMap((pair) => {
      const [path, version] = factTexts(pair);
      return path === undefined || version === undefined ? [] : [{ path, version }];
    }),
  ];
}
