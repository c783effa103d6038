// The certificate of a promoted image: the one that was verified, for the next stage.
import { z } from 'zod';
import { Bug } from '../../terms/errors.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import { certificateKey } from '../formats/vsa.ts';
import type { AcceptedPiece, ImageJudgement } from '../image/verify-image.ts';
import { resourceUri } from '../statements/resource-uri.ts';
import type { Claim } from '../statements/statement.ts';

const predicateSchema = z.looseObject({ [certificateKey]: z.looseObject({}).optional() });

/**
 * Everything the verified certificate says stays, its time and end too: promotion makes nothing fresher. Where the image
 * goes to another repository, `name` is what it is called there. Only an accepted judgement leads here.
 */
export function promotionClaim(judgement: ImageJudgement, stage: string, name?: string): Claim {
  const accepted = certificateOf(judgement);
  const predicate = predicateSchema.parse(accepted.verified.statement?.predicate);
  return {
    predicateType: predicateTypes.vsa,
    stage,
    predicate: {
      ...predicate,
      ...(name !== undefined && { resourceUri: resourceUri(name) }),
      [certificateKey]: { ...predicate[certificateKey], stage },
    },
  };
}

function certificateOf(judgement: ImageJudgement): AcceptedPiece {
  const found = judgement.accepted.find(
    ({ use, certificate }) => use === 'certificate' && certificate !== undefined,
  );
  if (judgement.kind === 'accepted' && found !== undefined) return found;
  throw new Bug('an image without an accepted certificate was to be promoted');
}
