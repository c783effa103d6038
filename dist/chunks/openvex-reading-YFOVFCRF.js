import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{readOpenVex}from"./chunk-IQKL2GRX.js";import"./chunk-E62UXH5L.js";import"./chunk-FCWCXONJ.js";import"./chunk-AHZGJYHB.js";import"./chunk-QSRISUVQ.js";import"./chunk-W2U47DMH.js";import"./chunk-UVDMQ4AX.js";export{readOpenVex};
