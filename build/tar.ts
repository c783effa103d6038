// A ustar archive of a few text files, the same bytes for the same files.

const block = 512;

/** Files by path, in byte order, with the directories above them; owner root, mode 0644, one time for all. */
export function writeTar(files: Readonly<Record<string, string>>, mtime: number): Buffer {
  const parts: Buffer[] = [];
  const directories = new Set<string>();
  for (const path of Object.keys(files).sort()) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      const directory = path.slice(0, at + 1);
      if (directories.has(directory)) continue;
      directories.add(directory);
      parts.push(header(directory, 0, '5', 0o755, mtime));
    }
    const body = Buffer.from(files[path] ?? '');
    parts.push(
      header(path, body.length, '0', 0o644, mtime),
      body,
      Buffer.alloc((block - (body.length % block)) % block),
    );
  }
  parts.push(Buffer.alloc(2 * block));
  return Buffer.concat(parts);
}

function header(path: string, size: number, type: string, mode: number, mtime: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a plain ustar header`);
  const bytes = Buffer.alloc(block);
  const octal = (value: number, at: number, length: number): void => {
    bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  };
  bytes.write(path, 0, 'utf8');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(mtime, 136, 12);
  bytes.write('        ', 148, 'latin1');
  bytes.write(type, 156, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  octal(
    bytes.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return bytes;
}
