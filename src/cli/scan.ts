// `seaworthy scan IMAGE…`: what is in it, and what is known about it.

import { scanResult } from '../run/image/result.ts';
import { scanImages } from '../run/scan.ts';
import type { CliCommand } from './command.ts';
import { addImageOptions, type ImageOptions } from './image-options.ts';
import { openRun } from './image-run.ts';
import { show } from './show.ts';

export const scan: CliCommand = {
  define(command, context, exit) {
    addImageOptions(command.argument('<image...>', 'what to scan; see seaworthy --help for the forms'))
      .addHelpText(
        'after',
        `
Examples:
  seaworthy scan alpine:3.20
  seaworthy scan oci:build/image:1.0 --format cyclonedx --output sbom.json
  seaworthy scan registry.example/app:1.2 --platform linux/amd64 --explain CVE-2026-1234

A scan ends with 0 whatever it found, and with 1 when it could not look at everything.`,
      )
      .action(async (references: string[], options: ImageOptions) => {
        const run = await openRun(references, options, context);
        try {
          const scanned = await scanImages(run.request, run.outside);
          await show(scanResult(scanned), options, context);
          exit(scanned.images.some((image) => image.refusals.length > 0) ? 1 : 0);
        } finally {
          run.outside.close();
        }
      });
  },
};
