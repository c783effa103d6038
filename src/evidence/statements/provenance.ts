// Where an image was built, from what the Actions runner says (slsa.dev/spec/v1.1/provenance, GitHub's workflow build type).
import type { GitHubEnvironment } from '../../terms/environment.ts';
import { UserError } from '../../terms/errors.ts';
import { predicateTypes } from '../formats/predicate-types.ts';
import type { Claim } from './statement.ts';

const buildType = 'https://actions.github.io/buildtypes/workflow/v1';

/** Level 1 provenance: the job itself states it. UserError `usage` outside GitHub Actions. */
export function provenanceClaim(github: GitHubEnvironment): Claim {
  const { serverUrl, repository, workflowRef, sha, ref, runId, runAttempt, eventName } = github;
  if (
    repository === undefined ||
    workflowRef === undefined ||
    sha === undefined ||
    ref === undefined ||
    runId === undefined
  ) {
    throw new UserError(
      'usage',
      'provenance is stated from a workflow run, and this is none',
      'Attest it in GitHub Actions, or attest the statement of your builder with --predicate FILE --type URI.',
    );
  }
  const home = `${serverUrl}/${repository}`;
  const workflow = /^[^/]+\/[^/]+\/(?<path>.+)@(?<ref>.+)$/.exec(workflowRef)?.groups;
  return {
    predicateType: predicateTypes.provenance,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          workflow: { ref: workflow?.ref ?? ref, repository: home, path: workflow?.path ?? workflowRef },
        },
        internalParameters: { github: { event_name: eventName ?? '' } },
        resolvedDependencies: [{ uri: `git+${home}@${ref}`, digest: { gitCommit: sha } }],
      },
      runDetails: {
        builder: { id: `${serverUrl}/${workflowRef}` },
        metadata: { invocationId: `${home}/actions/runs/${runId}/attempts/${runAttempt ?? '1'}` },
      },
    },
  };
}
