// Completion in the shells themselves: zsh in a terminal of its own, where Tab is pressed, and fish by its own `complete`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { openSurroundings } from '../cli/surroundings.ts';
import { run, testWith } from './packages-tools.ts';

const lines = [
  ['seaworthy sc', 'seaworthy scan'],
  ['seaworthy db u', 'seaworthy db update'],
  ['seaworthy gate oci:x --pol', 'seaworthy gate oci:x --policy'],
  ['seaworthy gate oci:x --format cyc', 'seaworthy gate oci:x --format cyclonedx'],
  ['seaworthy policy c', 'seaworthy policy check'],
  ['seaworthy completion z', 'seaworthy completion zsh'],
] as const;

async function script(shell: string): Promise<string> {
  const { directory, run: cli } = openSurroundings();
  const file = join(directory, `completion.${shell}`);
  writeFileSync(file, (await cli('completion', shell)).out);
  return file;
}

describe('each line is completed', () => {
  testWith('zsh')('in zsh, by Tab', async () => {
    const file = await script('zsh');
    const keys = `zmodload zsh/zpty; zpty z 'zsh -f -i'
zpty -w z 'autoload -U compinit; compinit -u -D; source ${file}; bindkey "^I" complete-word; say() { print -r -- "[[$BUFFER]]" >> ${file}.said; BUFFER=; }; zle -N say; bindkey "^X" say; touch ${file}.said'
until [[ -e ${file}.said ]]; do sleep 0.1; done; sleep 0.5
integer count=0
for line in ${lines.map(([typed]) => `'${typed}'`).join(' ')}; do
  zpty -w -n z "$line"$'\\t\\C-x'; count+=1
  for wait in {1..100}; do (( $(wc -l < ${file}.said) >= count )) && break; sleep 0.1; done
done
cat ${file}.said`;
    const said = run('zsh', ['-f', '-c', keys]).split('\n').filter(Boolean);
    expect(said).toEqual(lines.map(([, completed]) => `[[${completed} ]]`));
  });

  testWith('fish')('in fish', async () => {
    const file = await script('fish');
    for (const [typed, completed] of lines) {
      const offered = run('fish', ['-c', `source ${file}; complete -C '${typed}'`]).split('\n');
      expect(offered.map((line) => line.split('\t')[0])).toContain(completed.split(' ').at(-1));
    }
  });
});
