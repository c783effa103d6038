import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{fetchExtendedPolicy,findPolicy,loadPolicy,parsing}from"./chunk-TIE4TJ54.js";import"./chunk-K6S3FPHL.js";import{openOutside}from"./chunk-NOAV3FBR.js";import"./chunk-AHZGJYHB.js";import"./chunk-Z32V2KRD.js";import"./chunk-W2U47DMH.js";import"./chunk-UVDMQ4AX.js";var policy={define(command,context){command.command("check").description("read a policy file, say what is wrong and where, print what is in force").argument("[file]","the file (default: .github/seaworthy.yaml or seaworthy.yaml)").action(async file=>{let{environment,clock,random}=context,log=context.log({verbose:!1,quiet:!0}),outside=openOutside({environment,clock,log,random,layerCache:!1}),found=findPolicy(context.directory,file),loaded=await loadPolicy(found,{...parsing,now:clock.now()},void 0,reference=>fetchExtendedPolicy(reference,outside));outside.close();for(let warning of loaded.warnings)log.warn(warning);let head=found===void 0?"No policy file: these defaults gate.":`${found.file} is right. In force:`;context.print(`${head}

${loaded.text}
digest ${loaded.digest}
`)})}};export{policy};
