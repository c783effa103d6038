// Go binaries made by the real toolchain: the modules that are found are those that `go version -m` lists.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type GoBuild, goScanner } from '../../src/packages/golang-scanner.ts';

const hasGo = spawnSync('go', ['version']).status === 0;
const needed = process.env.CI !== undefined || hasGo ? describe : describe.skip;

needed('a program for each system', () => {
  test.each(['linux', 'windows', 'darwin'])(
    '%s',
    (system) => {
      const folder = mkdtempSync(join(tmpdir(), 'seaworthy-go-'));
      try {
        writeFileSync(
          join(folder, 'go.mod'),
          'module example.com/app\n\nrequire example.com/lib v1.2.3\n\nreplace example.com/lib => ./lib\n',
        );
        mkdirSync(join(folder, 'lib'));
        writeFileSync(join(folder, 'lib/go.mod'), 'module example.com/lib\n');
        writeFileSync(join(folder, 'lib/lib.go'), 'package lib\n\nconst Word = "afloat"\n');
        writeFileSync(
          join(folder, 'main.go'),
          'package main\n\nimport "example.com/lib"\n\nfunc main() { println(lib.Word) }\n',
        );
        const env = {
          ...process.env,
          GOOS: system,
          CGO_ENABLED: '0',
          GOFLAGS: '-mod=mod -buildvcs=false',
          GOPROXY: 'off',
        };
        execFileSync('go', ['build', '-o', 'app', '.'], { cwd: folder, env });
        const listed = execFileSync('go', ['version', '-m', 'app'], { cwd: folder, encoding: 'utf8' });
        const body = readFileSync(join(folder, 'app'));
        let found: GoBuild | undefined;
        const reader = goScanner((build) => {
          found = build;
        });
        for (let at = 0; at < body.length; at += 65_536) reader.write(body.subarray(at, at + 65_536));
        reader.end();
        const said = found?.kind === 'inline' ? `app: ${found.version}\n${found.modules}` : '';
        expect(said.trim().split(/\n\s*/)).toEqual(listed.trim().split(/\n\s*/));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    240_000,
  );
});
