import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
function blobOf(bytes,digest){return{digest,size:bytes.length,async*open(){yield bytes}}}export{blobOf};
