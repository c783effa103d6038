import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{findLockFiles}from"./chunk-JT6MAA5O.js";import"./chunk-E476GTCU.js";import"./chunk-4DM43Y3V.js";import"./chunk-W2U47DMH.js";import"./chunk-UVDMQ4AX.js";export{findLockFiles};
