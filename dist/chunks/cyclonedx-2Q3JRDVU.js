import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{renderCycloneDx}from"./chunk-5XDO2CJL.js";import"./chunk-J4UX75HF.js";import"./chunk-GA7F2JZT.js";import"./chunk-EK7GQ7UP.js";import"./chunk-UVDMQ4AX.js";export{renderCycloneDx};
