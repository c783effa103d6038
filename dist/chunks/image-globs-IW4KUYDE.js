import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{expandImages}from"./chunk-3LE6PLNW.js";import"./chunk-BRISMFZF.js";import"./chunk-LD2W3ATO.js";import"./chunk-FCWCXONJ.js";import"./chunk-AHZGJYHB.js";import"./chunk-QSRISUVQ.js";import"./chunk-W2U47DMH.js";import"./chunk-UVDMQ4AX.js";export{expandImages};
