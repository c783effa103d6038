// What a layer's facts keep in memory: themselves, and not the files that they were cut from.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const module = resolve(import.meta.dirname, '../../src/image/body-readers.ts');

test('a field of a file does not keep the text of the file', () => {
  const program = `
    import { bodyOpener } from ${JSON.stringify(module)};
    const facts = [];
    const analyzer = { id: 'fields', version: 1, open: (entry, sink) => ({
      write(chunk) { sink.fact({ fields: [Buffer.from(chunk).toString('latin1').slice(100, 200)] }); },
      end() {},
    }) };
    const none = () => { throw new Error('not asked for'); };
    const outcome = { fact: (fact) => facts.push(fact), digests: none, refuse: none, bodyRefused: none };
    const open = bodyOpener([analyzer], outcome);
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 64; i++) {
      const body = Buffer.alloc(512 * 1024, 'field' + i);
      const reader = open({ path: 'f' + i, type: 'file', size: body.length, mode: 0o644, uid: 0, gid: 0, mtime: 0 });
      reader.write(body);
      reader.end();
    }
    gc();
    console.log(facts.length, process.memoryUsage().heapUsed - before);`;
  const options = ['--expose-gc', '--input-type=module', '-e', program];
  const [facts, kept] = execFileSync(process.execPath, options, { encoding: 'utf8' }).split(' ').map(Number);
  expect(facts).toBe(64);
  expect(kept).toBeLessThan(4 * 1024 * 1024);
});
