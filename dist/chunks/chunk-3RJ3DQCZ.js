import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
import{withoutControls}from"./chunk-2LB66AQJ.js";var entities={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function forXml(text){return withoutControls(text).replace(/[&<>"']/g,character=>entities[character]??"")}export{forXml};
