// Fulcio: the certificate authority of a private sigstore.
import { goTool } from './tool.ts';

export const fulcio = goTool({
  name: 'fulcio',
  module: 'github.com/sigstore/fulcio',
  version: 'v1.8.8',
  command: '',
});
