import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{readKnownBad}from"./chunk-6XDPOK6Q.js";import"./chunk-POK6YOKS.js";import"./chunk-GCP7G334.js";import"./chunk-W2U47DMH.js";import"./chunk-UVDMQ4AX.js";export{readKnownBad};
