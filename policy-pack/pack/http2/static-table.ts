// The headers that need not be sent: what every block may point at.

export type Header = readonly [name: string, value: string];

/** RFC 7541, appendix A. */
export const staticTable: readonly Header[] = [
  ...[
    [':authority', ''],
    [':method', 'GET'],
    [':method', 'POST'],
    [':path', '/'],
    [':path', '/index.html'],
    [':scheme', 'http'],
    [':scheme', 'https'],
    ...['200', '204', '206', '304', '400', '404', '500'].map((status) => [':status', status]),
    ['accept-charset', ''],
    ['accept-encoding', 'gzip, deflate'],
  ].map(([name = '', value = '']): Header => [name, value]),
  ...'accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control content-disposition content-encoding content-language content-length content-location content-range content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range referer refresh retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary via www-authenticate'
    .split(' ')
    .map((name): Header => [name, '']),
];
