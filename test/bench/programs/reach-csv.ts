// `reach-csv FILE`: reads manifests and counts the bytes of the CSV, written to nowhere.
import { openSync, readFileSync, writeSync } from 'node:fs';
import { readManifests } from '../../../policy-pack/model/manifests.ts';
import { buildStack } from '../../../policy-pack/model/stack.ts';
import { reachability } from '../../../policy-pack/reach/reachability.ts';
import { writeReachCsv } from '../../../src/report/reach/csv.ts';

const file = process.argv[2] ?? '';
const out = openSync('/dev/null', 'w');
let bytes = 0;
const manifests = readManifests([{ file, text: readFileSync(file, 'utf8') }]);
writeReachCsv(reachability(buildStack(manifests.resources, manifests.opaque)), (chunk) => {
  bytes += writeSync(out, chunk);
});
console.log(bytes);
