import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
var version="0.1.0";export{version};
