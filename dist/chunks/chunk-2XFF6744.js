import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
var severities=["critical","high","medium","low","negligible","unknown"];function severityRank(severity){return severity==="unknown"?1.5:severities.indexOf(severity)}export{severities,severityRank};
