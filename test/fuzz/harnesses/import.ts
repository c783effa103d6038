// Reports of other tools, damaged and hostile, JSON and XML: findings or the user's mistake, in time; never an entity expanded.
import { readToolReports } from '../../../src/inspection/import/read-report.ts';
import { UserError } from '../../../src/terms/errors.ts';
import { arf, clair, grype, quay, sarif, trivy } from '../../inspection/import/reports.ts';
import { type Dice, damage, dice, type Harness } from '../harness.ts';

const written = [arf, ...[clair, grype, quay, sarif, trivy].map((one) => JSON.stringify(one))].map((text) =>
  Buffer.from(text),
);

/** Documents that make other readers slow, talkative or read files. */
function hostile(random: Dice): string {
  const many = 1 + random.below(20_000);
  const rest = arf.replace(/^<\?xml[^>]*>/, '');
  return random.pick([
    `<!DOCTYPE a [<!ENTITY b "LEAKED"><!ENTITY c "&b;&b;">]><a>&c;</a>`,
    `<!DOCTYPE a SYSTEM "file:///etc/passwd">${rest}`,
    '<a>'.repeat(many),
    `${'<a>'.repeat(many)}${'</a>'.repeat(many)}`,
    `<a ${'b="c" '.repeat(many)}`,
    `<a ${' '.repeat(many)}`,
    `<!--${'-'.repeat(many)}`,
    `<a>${'&#x41;'.repeat(many)}&b;</a>`,
    `<?${'?'.repeat(many)}${rest}`,
    `<![CDATA[${']'.repeat(many)}`,
    `${'['.repeat(many)}`,
  ]);
}

export const harness: Harness = {
  name: 'import',
  run(seed) {
    const random = dice(seed);
    const text = random.chance(0.3)
      ? hostile(random)
      : damage(random.pick([written[0] ?? Buffer.alloc(0), ...written.slice(1)]), random).toString('utf8');
    const started = process.cpuUsage();
    try {
      const items = readToolReports(text, 'report').flatMap((report) => report.items);
      if (JSON.stringify(items).includes('LEAKED')) throw new Error('an entity was expanded');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    const { user } = process.cpuUsage(started);
    if (user > 2_000_000) throw new Error(`took ${user / 1_000_000} s of the processor`);
    return Promise.resolve();
  },
};
