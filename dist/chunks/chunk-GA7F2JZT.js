import { createRequire as seaworthyRequire } from 'node:module';const require = seaworthyRequire(import.meta.url);
function platformName(platform){let base=`${platform.os}/${platform.architecture}`;return platform.variant===void 0?base:`${base}/${platform.variant}`}export{platformName};
