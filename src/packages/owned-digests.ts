// What the package databases of an image say that their files hold.
import type { ImageView } from '../image/view.ts';
import { apkDigests } from './apk/digests.ts';
import { dpkgDigests } from './dpkg/digests.ts';
import type { OwnedDigest } from './owned-digest.ts';
import { rpmDigests } from './rpm/digests.ts';

/** Of every installed package, one by one, in the order of their databases; paths as the database writes them. */
export function* ownedDigests(view: ImageView): Generator<OwnedDigest, void, undefined> {
  yield* dpkgDigests(view);
  yield* rpmDigests(view);
  yield* apkDigests(view);
}
