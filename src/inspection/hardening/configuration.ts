// What the image's configuration asks for: ports, sockets, labels, runtimes.
import type { Finding } from '../../terms/finding.ts';
import type { InspectionRule } from '../inspection-rule.ts';
import type { Inspected } from '../inspector.ts';
import { configPlace, makeFinding } from '../make-finding.ts';
import { hardeningRules } from './rules.ts';
import { endOfLine } from './runtime-line.ts';
import { runtimeSupport } from './runtime-support.ts';

const sockets = /(?:docker|containerd|crio|podman)\.sock\b/;

export function judgeConfiguration({ image, asOf }: Inspected): readonly Finding[] {
  const { config, annotations } = image;
  const of = (rule: InspectionRule, field: string, message: string, actual?: string): Finding =>
    makeFinding(rule, {
      subject: image.reference,
      where: configPlace(field),
      message,
      ...(actual === undefined ? {} : { actual }),
    });
  const ports = config.exposedPorts.map((text) => ({ text, port: Number.parseInt(text, 10) }));
  const env = new Map(
    config.env.map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  const labels = new Map([...Object.entries(annotations), ...Object.entries(config.labels)]);
  const has = (...names: readonly string[]): boolean =>
    names.some((name) => (labels.get(name) ?? '').trim() !== '');
  const oci = 'org.opencontainers.image.';
  return [
    ...ports
      .filter(({ port }) => port > 0 && port < 1024)
      .map(({ text, port }) =>
        of(
          port === 22 ? hardeningRules.sshPort : hardeningRules.privilegedPort,
          `config.ExposedPorts[${text}]`,
          `The image exposes port ${text}.`,
          text,
        ),
      ),
    ...config.volumes
      .filter((path) => sockets.test(path))
      .map((path) =>
        of(hardeningRules.dockerSocket, `config.Volumes[${path}]`, `The image asks for ${path} as a volume.`),
      ),
    ...['DOCKER_HOST', 'CONTAINER_HOST']
      .filter((name) => env.has(name))
      .map((name) =>
        of(
          hardeningRules.dockerSocket,
          `config.Env[${name}]`,
          `The image sets ${name}: it is meant to talk to a container engine.`,
        ),
      ),
    ...['SSH_AUTH_SOCK', 'GPG_AGENT_INFO']
      .filter((name) => env.has(name))
      .map((name) =>
        of(
          hardeningRules.agentSocket,
          `config.Env[${name}]`,
          `The image sets ${name}: it is meant to use an agent.`,
        ),
      ),
    ...(has(`${oci}authors`, `${oci}vendor`, 'maintainer', 'vendor')
      ? []
      : [of(hardeningRules.ownerLabel, 'config.Labels', 'No label says whose image it is.')]),
    ...(has(`${oci}title`, `${oci}description`, 'name', 'summary', 'description') &&
    has(`${oci}source`, `${oci}url`, `${oci}documentation`, 'url', 'vcs-url', 'org.label-schema.vcs-url')
      ? []
      : [
          of(
            hardeningRules.purposeLabel,
            'config.Labels',
            'No labels say what the image is for and where its source is.',
          ),
        ]),
    ...(config.healthcheck === undefined
      ? [of(hardeningRules.healthcheck, 'config.Healthcheck', 'The image has no HEALTHCHECK.')]
      : []),
    ...runtimeSupport.flatMap(({ variable, name, cycles }) => {
      const version = env.get(variable)?.replace(/^v|^jdk-?/, '');
      const end = version === undefined ? undefined : endOfLine(version, cycles);
      if (end === undefined || asOf.toISOString().slice(0, 10) <= end.last) return [];
      const since = end.isBound ? `${end.last} or longer` : end.last;
      return [
        of(
          hardeningRules.endOfLife,
          `config.Env[${variable}]`,
          `${name} ${version} has had no security fixes since ${since}.`,
          version,
        ),
      ];
    }),
  ];
}
