// Small reports of other tools, written from the formats' schemas, about one package and one check.
export const digest = `sha256:${'ab'.repeat(32)}`;

export const trivy = {
  SchemaVersion: 2,
  ArtifactName: 'app',
  Results: [
    {
      Target: 'app (debian 12)',
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2026-1000',
          PkgName: 'bash',
          InstalledVersion: '5',
          FixedVersion: '6, 5.1',
          Severity: 'CRITICAL',
          PublishedDate: '2026-09-01T00:00:00Z',
          CVSS: { nvd: { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', V3Score: 9.8 } },
        },
      ],
      Misconfigurations: [
        { ID: 'DS002', Title: 'Root user', Message: 'runs as root', Severity: 'HIGH', Status: 'FAIL' },
        { ID: 'DS005', Title: 'ADD', Message: 'fine', Severity: 'LOW', Status: 'PASS' },
      ],
      Secrets: [
        { RuleID: 'aws-key', Title: 'AWS', Severity: 'CRITICAL', StartLine: 3, Match: 'canary-of-match' },
      ],
    },
  ],
};

export const grype = {
  matches: [
    {
      vulnerability: {
        id: 'GHSA-aaaa-bbbb-cccc',
        dataSource: 'https://x.example/GHSA-aaaa-bbbb-cccc',
        severity: 'Medium',
        urls: [],
        cvss: [],
        fix: { versions: ['5.2'], state: 'fixed' },
        advisories: [],
        risk: 0.4,
      },
      relatedVulnerabilities: [
        { id: 'CVE-2026-1000', dataSource: 'https://x.example/CVE-2026-1000', urls: [], cvss: [] },
      ],
      matchDetails: [{ type: 'exact-direct-match', matcher: 'dpkg-matcher', searchedBy: {}, found: {} }],
      artifact: {
        id: '0123456789abcdef',
        name: 'bash',
        version: '5',
        type: 'deb',
        locations: [{ path: '/var/lib/dpkg/status', accessPath: '/var/lib/dpkg/status' }],
        language: '',
        licenses: [],
        cpes: [],
        purl: 'pkg:deb/debian/bash@5?distro=debian-12',
        upstreams: [],
      },
    },
  ],
  source: { type: 'image', target: { manifestDigest: digest } },
  distro: { name: 'debian', version: '12', idLike: [] },
  descriptor: { name: 'grype', version: '1' },
};

export const clair = {
  manifest_hash: digest,
  packages: { 1: { id: '1', name: 'bash', version: '5' } },
  vulnerabilities: {
    7: {
      id: '7',
      name: 'CVE-2026-1000',
      normalized_severity: 'High',
      issued: '2026-09-02T00:00:00Z',
      fixed_in_version: '5.3',
    },
  },
  package_vulnerabilities: { 1: ['7'] },
};

export const quay = {
  status: 'scanned',
  data: {
    Layer: {
      Name: digest,
      Features: [
        {
          Name: 'bash',
          Version: '5',
          Vulnerabilities: [
            {
              Name: 'RHSA-2026:1: bash',
              Severity: 'Low',
              FixedBy: '',
              Link: 'https://x.example/CVE-2026-1000',
            },
          ],
        },
      ],
    },
  },
};

export const sarif = {
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Linter X',
          rules: [
            {
              id: 'XSS',
              fullDescription: { text: 'Text of users reaches the page' },
              messageStrings: { found: { text: 'The value {0} is not escaped.' } },
              properties: { 'security-severity': '9.1' },
            },
          ],
        },
      },
      results: [
        {
          ruleIndex: 0,
          message: { id: 'found', arguments: ['name'] },
          locations: [
            { physicalLocation: { artifactLocation: { uri: 'src/a.js' }, region: { startLine: 12 } } },
          ],
        },
        { ruleId: 'XSS', kind: 'pass', message: { text: 'fine' } },
        { ruleId: 'XSS', message: { text: 'accepted there' }, suppressions: [{ kind: 'external' }] },
        { ruleId: 'XSS', message: { text: 'gone' }, baselineState: 'absent' },
        { ruleId: 'style', level: 'note', message: { text: 'long line' } },
      ],
    },
  ],
};

export const arf = `<?xml version="1.0"?>
<arf:asset-report-collection xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1">
 <arf:report-requests><arf:report-request id="collection1"><arf:content>
 <xccdf:Benchmark xmlns:xccdf="http://checklists.nist.gov/xccdf/1.2" xmlns:html="http://www.w3.org/1999/xhtml" id="xccdf_org.example_benchmark_small">
  <xccdf:status>draft</xccdf:status><xccdf:version>1</xccdf:version>
  <xccdf:Rule id="xccdf_org.example_rule_no_telnet" severity="high"><xccdf:title>No &lt;telnet&gt;</xccdf:title>
   <xccdf:rationale>It is <html:b>plain</html:b>.</xccdf:rationale><xccdf:fixtext>Remove it.</xccdf:fixtext></xccdf:Rule>
  <xccdf:Rule id="xccdf_org.example_rule_other"/><xccdf:Rule id="xccdf_org.example_rule_good"/>
 </xccdf:Benchmark>
 </arf:content></arf:report-request></arf:report-requests>
 <arf:reports><arf:report id="xccdf1"><arf:content>
 <xccdf:TestResult xmlns:xccdf="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_testresult_default"
   end-time="2026-11-01T00:00:00" test-system="cpe:/a:redhat:openscap:1.3">
  <xccdf:target>app</xccdf:target>
  <xccdf:rule-result idref="xccdf_org.example_rule_no_telnet" severity="high"><xccdf:result>fail</xccdf:result></xccdf:rule-result>
  <xccdf:rule-result idref="xccdf_org.example_rule_other" severity="low"><xccdf:result>error</xccdf:result></xccdf:rule-result>
  <xccdf:rule-result idref="xccdf_org.example_rule_good"><xccdf:result>pass</xccdf:result></xccdf:rule-result>
  <xccdf:score>50</xccdf:score>
 </xccdf:TestResult>
 </arf:content></arf:report></arf:reports>
</arf:asset-report-collection>`;

export const cyclonedx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { tools: { components: [{ type: 'application', name: 'Bill Y' }] } },
  components: [
    { type: 'library', 'bom-ref': 'b', name: 'bash', version: '5', purl: 'pkg:deb/debian/bash@5' },
  ],
  vulnerabilities: [{ id: 'CVE-2026-1000', ratings: [{ severity: 'high' }], affects: [{ ref: 'b' }] }],
};
