import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{show}from"./chunk-IDS2MGFC.js";import{addImageOptions,openRun}from"./chunk-OA5SMG2Q.js";import{scanImages,scanResult}from"./chunk-LAIR4VMV.js";import"./chunk-3RJ3DQCZ.js";import"./chunk-KU5IJZ7V.js";import"./chunk-LKEPGP5E.js";import"./chunk-UYUFOZ2D.js";import"./chunk-NQYHIQXV.js";import"./chunk-TFCCMFUR.js";import"./chunk-6E4SJV5H.js";import"./chunk-OKAEHF4Z.js";import"./chunk-2LB66AQJ.js";import"./chunk-Z7BNVNBD.js";import"./chunk-K5CWMJID.js";import"./chunk-AHZGJYHB.js";import"./chunk-JKLDID3P.js";import"./chunk-73GMVYP5.js";import"./chunk-W2U47DMH.js";import"./chunk-Z32V2KRD.js";import"./chunk-UVDMQ4AX.js";var scan={define(command,context,exit){addImageOptions(command.argument("<image...>","what to scan; see seaworthy --help for the forms")).addHelpText("after",`
Examples:
  seaworthy scan alpine:3.20
  seaworthy scan oci:build/image:1.0 --format cyclonedx --output sbom.json
  seaworthy scan registry.example/app:1.2 --platform linux/amd64 --explain CVE-2026-1234

A scan ends with 0 whatever it found, and with 1 when it could not look at everything.`).action(async(references,options)=>{let run=await openRun(references,options,context);try{let scanned=await scanImages(run.request,run.outside);show(scanResult(scanned),options,context),exit(scanned.images.some(image=>image.refusals.length>0)?1:0)}finally{run.outside.close()}})}};export{scan};
