import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
function errorCode(error){if(!(typeof error!="object"||error===null||!("code"in error)))return typeof error.code=="string"?error.code:void 0}export{errorCode};
