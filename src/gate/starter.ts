// What `seaworthy init` writes: a commented policy that only observes, and a short workflow.

/** Actions of GitHub's own that the workflow names, by commit. */
const checkout = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const cache = 'actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0';

/** A policy for a gentle start; `schema` is the address or path of the JSON Schema for editors. */
export function starterPolicy(schema: string): string {
  return `# yaml-language-server: $schema=${schema}
# The policy of Seaworthy. Every key is explained in docs/policy.md.
version: 1

images:
  # ATTENTION: this policy ONLY OBSERVES. No finding stops a merge yet; every report says what would have.
  # When the reports look right, change the next line to: consider: introduced
  # (only what a change brings counts; all: everything counts). The certificate always looks at everything.
  consider: observe

  # Worst grade that still earns a certificate. A: no serious fix is missing … F: one is missing for over a year.
  grade:
    minimum: B

  # A vulnerability blocks when one of these holds; the others are only reported.
  vulnerabilities:
    block:
      - knownExploited: true
      - severity: critical
      - { severity: high, fixable: true, olderThan: 14d }
    # What an advisory counts as while nobody states its severity.
    unknownSeverity: high

# Advisories older than this are stale, and nothing passes on stale data.
advisories:
  maxAge: 48h

# Exemptions. Each has an owner, a reason and a last day; after it this file is refused until it is renewed or gone.
# waivers:
#   - rule: CVE-2026-1234
#     subject: pkg:deb/debian/openssl
#     reason: the vulnerable function is not called
#     owner: "@acme/web"
#     expires: 2026-12-24
waivers: []
`;
}

/** At most ten lines. `action`: `OWNER/seaworthy@COMMIT`; `image`: the reference to judge. */
export function starterWorkflow(action: string, image: string): string {
  return `name: seaworthy
on: [pull_request, merge_group, push]
permissions: { contents: read, checks: write, pull-requests: write }
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: ${checkout}
      - uses: ${action}
        with: { image: ${JSON.stringify(image)} }
`;
}

/** The step to put before the gate's, so that advisories and layers are not fetched every time. */
export function starterCacheStep(): string {
  return `      - uses: ${cache}
        with:
          path: ~/.cache/seaworthy
          key: seaworthy-\${{ github.run_id }}
          restore-keys: seaworthy-
`;
}
