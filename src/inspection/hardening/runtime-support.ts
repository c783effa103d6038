// Data: last days of security support of language runtimes, by the release schedules of their projects.

export interface RuntimeSupport {
  /** Environment variable in which official images state the version. */
  readonly variable: string;
  readonly name: string;
  /** Where the project states its dates. */
  readonly source: string;
  /** Day of endoflife.date's data with which they were compared. */
  readonly checked: string;
  /** Release line and its last supported day, in the order of the lines; one without a day yet is left out. */
  readonly cycles: readonly (readonly [line: string, last: string])[];
}

export const runtimeSupport: readonly RuntimeSupport[] = [
  {
    variable: 'NODE_VERSION',
    name: 'Node.js',
    source: 'https://github.com/nodejs/Release',
    checked: '2026-08-22',
    cycles: [
      ['12', '2022-04-30'],
      ['13', '2020-06-01'],
      ['14', '2023-04-30'],
      ['15', '2021-06-01'],
      ['16', '2023-09-11'],
      ['17', '2022-06-01'],
      ['18', '2025-04-30'],
      ['19', '2023-06-01'],
      ['20', '2026-04-30'],
      ['21', '2024-06-01'],
      ['22', '2027-04-30'],
      ['23', '2025-06-01'],
      ['24', '2028-04-30'],
      ['25', '2026-06-01'],
      ['26', '2029-04-30'],
    ],
  },
  {
    variable: 'PYTHON_VERSION',
    name: 'Python',
    source: 'https://devguide.python.org/versions/',
    checked: '2026-08-22',
    cycles: [
      ['2', '2020-01-01'],
      ['3.5', '2020-09-30'],
      ['3.6', '2021-12-23'],
      ['3.7', '2023-06-27'],
      ['3.8', '2024-10-07'],
      ['3.9', '2025-10-31'],
      ['3.10', '2026-10-31'],
      ['3.11', '2027-10-31'],
      ['3.12', '2028-10-31'],
      ['3.13', '2029-10-31'],
      ['3.14', '2030-10-31'],
    ],
  },
  {
    variable: 'GOLANG_VERSION',
    name: 'Go',
    source: 'https://go.dev/doc/devel/release',
    checked: '2026-08-22',
    cycles: [
      ['1.18', '2023-02-01'],
      ['1.19', '2023-09-06'],
      ['1.20', '2024-02-06'],
      ['1.21', '2024-08-13'],
      ['1.22', '2025-02-11'],
      ['1.23', '2025-08-12'],
      ['1.24', '2026-02-10'],
      ['1.25', '2026-08-19'],
    ],
  },
  {
    variable: 'DOTNET_VERSION',
    name: '.NET',
    source: 'https://dotnet.microsoft.com/platform/support/policy/dotnet-core',
    checked: '2026-02-12',
    cycles: [
      ['2.1', '2021-08-21'],
      ['3.1', '2022-12-13'],
      ['5', '2022-05-10'],
      ['6', '2024-11-12'],
      ['7', '2024-05-14'],
      ['8', '2026-11-10'],
      ['9', '2026-11-10'],
      ['10', '2028-11-14'],
    ],
  },
  {
    variable: 'PHP_VERSION',
    name: 'PHP',
    source: 'https://www.php.net/supported-versions.php',
    checked: '2026-02-12',
    cycles: [
      ['7.4', '2022-11-28'],
      ['8.0', '2023-11-26'],
      ['8.1', '2025-12-31'],
      ['8.2', '2026-12-31'],
      ['8.3', '2027-12-31'],
      ['8.4', '2028-12-31'],
      ['8.5', '2029-12-31'],
    ],
  },
  {
    variable: 'RUBY_VERSION',
    name: 'Ruby',
    source: 'https://www.ruby-lang.org/en/downloads/branches/',
    checked: '2026-02-12',
    cycles: [
      ['2.7', '2023-03-31'],
      ['3.0', '2024-04-23'],
      ['3.1', '2025-03-26'],
      ['3.2', '2026-03-31'],
      ['3.3', '2027-03-31'],
      ['3.4', '2028-03-31'],
      ['4.0', '2029-03-31'],
    ],
  },
];
