#!/usr/bin/env node
import{version_0}from"../chunks/shared-5c26f7fd.js";import{__callDispose_1,__commonJS_1,__export_1,__toESM_1,__using_1}from"../chunks/shared-5c26f7fd.js";var minimumNode=24;async function main(argv){if(Number.parseInt(process.versions.node,10)<minimumNode)return process.stderr.write(`seaworthy needs Node ${minimumNode} or newer; this is ${process.version}.
`),2;if(argv.length===1&&(argv[0]==="--version"||argv[0]==="-V"))return process.stdout.write(`seaworthy ${version_0}
`),0;let{runProgram}=await import("../chunks/program-KTGQNWCQ.js");return runProgram(argv)}process.exitCode=await main(process.argv.slice(2));
