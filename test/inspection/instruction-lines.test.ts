// Layers traced to the lines of a Dockerfile.
import { describe, expect, test } from '@jest/globals';
import { readDockerfile } from '../../src/inspection/dockerfile.ts';
import { linesOfLayers } from '../../src/inspection/instruction-lines.ts';

const dockerfile = `# syntax=docker/dockerfile:1
FROM node:24 AS build
RUN npm ci
FROM debian:12
ARG TOKEN
# install
RUN apt-get update && \\
    # a comment
    apt-get install -y curl

COPY --from=build /srv/app /srv/app/
ENV A=b
COPY ["start.sh", "/usr/bin/start"]
RUN <<EOF
echo one
COPY inside
EOF
CMD ["start"]
`;

const layer = (createdBy: string) => ({ createdBy, emptyLayer: false });
const setting = (createdBy: string) => ({ createdBy, emptyLayer: true });

describe('lines of a Dockerfile', () => {
  test('only the last stage counts; continuations, comments and here-documents are one instruction', () => {
    expect(readDockerfile(dockerfile).map(({ name, line }) => `${line} ${name}`)).toEqual([
      '4 FROM',
      '5 ARG',
      '7 RUN',
      '11 COPY',
      '12 ENV',
      '13 COPY',
      '14 RUN',
      '18 CMD',
    ]);
  });

  test.each([
    [
      'BuildKit',
      [
        layer('/bin/sh -c #(nop) ADD file:1 in / '),
        setting('/bin/sh -c #(nop)  CMD ["bash"]'),
        layer('RUN |1 TOKEN=x /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit'),
        layer('COPY /srv/app /srv/app/ # buildkit'),
        setting('ENV A=b'),
        layer('COPY start.sh /usr/bin/start # buildkit'),
        layer('RUN /bin/sh -c <<EOF (echo one...) # buildkit'),
        setting('CMD ["start"]'),
      ],
      [undefined, 7, 11, 13, 14],
    ],
    [
      'the older builder',
      [
        layer('/bin/sh -c #(nop) ADD file:1 in / '),
        layer('/bin/sh -c apt-get update && apt-get install -y curl'),
        layer('/bin/sh -c #(nop) COPY dir:abc in /srv/app/ '),
        layer('/bin/sh -c #(nop) COPY file:abc in /usr/bin/start '),
      ],
      [undefined, 7, 11, 13],
    ],
    ['another Dockerfile', [layer('RUN make'), layer('COPY x /y')], [undefined, undefined]],
  ])('the history of %s leads to the lines', (_, history, expected) => {
    const lines = linesOfLayers(history, dockerfile);
    expect(expected.map((_line, index) => lines.get(index))).toEqual(expected);
  });
});
