import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{expandImages}from"./chunk-Y6E7XM57.js";import"./chunk-OGNWJN6W.js";import"./chunk-LD2W3ATO.js";import"./chunk-FCWCXONJ.js";import"./chunk-AHZGJYHB.js";import"./chunk-QSRISUVQ.js";import"./chunk-W2U47DMH.js";import"./chunk-UVDMQ4AX.js";export{expandImages};
