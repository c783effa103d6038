import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
function joinSentences(...parts){return parts.map(part=>part.trim()).filter(part=>part!=="").map(part=>/[.!?…]$/.test(part)?part:`${part}.`).join(" ")}export{joinSentences};
