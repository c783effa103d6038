#!/usr/bin/env node
import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{version}from"../chunks/chunk-Z32V2KRD.js";import"../chunks/chunk-UVDMQ4AX.js";var minimumNode=24;async function main(argv){if(Number.parseInt(process.versions.node,10)<minimumNode)return process.stderr.write(`seaworthy needs Node ${minimumNode} or newer; this is ${process.version}.
`),2;if(argv.length===1&&(argv[0]==="--version"||argv[0]==="-V"))return process.stdout.write(`seaworthy ${version}
`),0;let{runProgram}=await import("../chunks/program-WOASSZQF.js");return runProgram(argv)}process.exitCode=await main(process.argv.slice(2));
