import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
var ContentError=class extends Error{kind="content";refusal;constructor(refusal,options={}){super(refusal.message,options.cause===void 0?void 0:{cause:options.cause}),this.name="ContentError",this.refusal=refusal}};export{ContentError};
