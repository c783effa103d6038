import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
var noCredentials=async()=>{};function basicHeader(username,password){return`Basic ${Buffer.from(`${username}:${password}`,"utf8").toString("base64")}`}export{noCredentials,basicHeader};
