import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{canonical,renderJson}from"./chunk-HAPHSNVV.js";import"./chunk-UVDMQ4AX.js";export{canonical,renderJson};
