// Node's HTTP and TLS, loaded when a connection is first made: a run without the network does not pay for them.

/**
 * Not by `import`: naming `node:http` in one evaluates all of its exports, those of its WebSocket client among them,
 * which takes longer than everything else that a small run loads.
 */
export const nodeHttp = () => process.getBuiltinModule('node:http');
export const nodeHttps = () => process.getBuiltinModule('node:https');
export const nodeTls = () => process.getBuiltinModule('node:tls');
