import{writePieces_16,writeWhole_16}from"./shared-2ad34585.js";import{makeFolder_20}from"./shared-06a9100e.js";import{formatReference_22,hubHosts_22,isTag_22,parseReference_22,parseRegistryReference_22,splitHost_22}from"./shared-06a9100e.js";import{accessSync__9,appendFileSync__9,basename__9,chmodSync__9,closeSync__9,constants__9,createWriteStream__9,dirname__9,existsSync__9,fs_default_9,fstatSync__9,globSync__9,isAbsolute__9,join__9,mkdirSync__9,mkdtempSync__9,openSync__9,path_default_9,posix__9,promises__9,readFileSync__9,readSync__9,readdirSync__9,realpathSync__9,relative__9,renameSync__9,resolve__9,rmSync__9,statSync__9,writeFileSync__9,writeSync__9}from"./shared-a2f96576.js";import{digestAlgorithm_5,digestHex_5,isDigest_5,shortDigest_5}from"./shared-06a9100e.js";import{connectionError_5,errorCode_5,errorMessage_5,shownUrl_5,statusError_5,timeoutError_5}from"./shared-a2f96576.js";import{Bug_1,OutsideError_1,UserError_1}from"./shared-a2f96576.js";import{__callDispose_1,__commonJS_1,__export_1,__toESM_1,__using_1}from"./shared-5c26f7fd.js";var checkout="actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0",cache="actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0";function starterPolicy(schema){return`# yaml-language-server: $schema=${schema}
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
`}function starterWorkflow(action,image){return`name: seaworthy
on: [pull_request, merge_group, push]
permissions: { contents: read, checks: write, pull-requests: write }
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: ${checkout}
      - uses: ${action}
        with: { image: ${JSON.stringify(image)} }
`}function starterCacheStep(){return`      - uses: ${cache}
        with:
          path: ~/.cache/seaworthy
          key: seaworthy-\${{ github.run_id }}
          restore-keys: seaworthy-
`}var policyPath=".github/seaworthy.yaml",workflowPath=".github/workflows/seaworthy.yaml",init={define(command,context){command.option("--image <reference>","the image that the workflow judges","oci:build/image").option("--action <owner/repo@sha>","the action, pinned by commit","OWNER/seaworthy@COMMIT").option("--force","write over files that are there").action(options=>{checkNames(options);let files=new Map([[policyPath,starterPolicy(schemaAddress(options.action))],[workflowPath,starterWorkflow(options.action,options.image)]]);for(let path of files.keys())refuseExisting(join__9(context.directory,path),path,options.force===!0);for(let[path,text]of files)writeWhole_16(join__9(context.directory,path),text);context.print(explanation(options))})}};function checkNames({action,image}){if(!/^[\w.-]+(?:\/[\w.-]+)+@[\w./-]+$/.test(action)){let fix="Write OWNER/REPOSITORY@COMMIT, such as acme/seaworthy@ and the 40 digits of a commit.";throw new UserError_1("usage",`${JSON.stringify(action)} names no action`,fix)}/^(?:bake|compose):.|\*/.test(image)||parseReference_22(image)}function schemaAddress(action){let[repository="",commit=""]=action.split("@");return`https://raw.githubusercontent.com/${repository}/${commit}/schema/seaworthy.schema.json`}function refuseExisting(file,path,force){if(!(force||!existsSync__9(file)))throw new UserError_1("usage",`${path} is there already`,"Edit it, or write over it with --force.")}function explanation({action,image}){let pin=action.includes("COMMIT")?`
In both files, replace OWNER/seaworthy and COMMIT by the action's repository and commit.
`:"";return`Wrote ${policyPath} and ${workflowPath}.

ATTENTION: the policy only observes (images.consider: observe). No finding stops a merge until you
change that line to «introduced» or «all»; every report says what would have failed.
${pin}
The workflow builds no image: ${image} must be there when it runs. ${origin(image)}

To keep advisories and layers between runs, add before the action:

${starterCacheStep()}
Then: \`seaworthy doctor\` says whether the gate could be bypassed. A red gate stops a merge only where a
ruleset of the branch requires the check of the job «gate», by GitHub Actions.
`}function origin(image){let[,kind,path=""]=/^(oci|oci-archive|docker-archive):([^:]+)/.exec(image)??[],build=command=>`Add before the action, and after
what sets up your build:

      - run: ${command}`;return kind==="oci"?build(`docker buildx build --output type=oci,tar=false,dest=${path} .`):kind==="oci-archive"?build(`docker buildx build --output type=oci,dest=${path} .`):kind==="docker-archive"?build(`docker buildx build --output type=docker,dest=${path} .`):`Push it
before, or judge what a step before has built: --image oci:build/image.`}export{init};
