// Environment variables that name a Service which is missing, or which policies keep the pod from reaching.

import type { Resource } from '../../../model/resource.ts';
import { describeResource } from '../../../model/resource.ts';
import { readFixedSelector, selects } from '../../../model/selector.ts';
import { serviceNamed } from '../../../model/services.ts';
import type { Path } from '../../../model/tree.ts';
import { type Connection, none } from '../../../reach/connections.ts';
import { type Pod, podsOf } from '../../../reach/pods.ts';
import type { Reachability } from '../../../reach/reachability.ts';
import { forwardedPorts } from '../../../reach/service-ports.ts';
import { type Observation, sightEach } from '../../observation.ts';
import { openPod } from '../../pod.ts';
import { go, itemsAt, pathOf, textAt } from '../../spot.ts';
import { namedService } from './names.ts';

/** Observations of one pod; namespaces that the stack does not hold are somebody else's. */
export function danglingVariables(
  reach: Reachability,
  pod: Pod,
  known: ReadonlySet<string>,
): readonly Observation[] {
  const spec = openPod(pod.template).spec;
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    sightEach(
      () => itemsAt(spec, list),
      (container) =>
        sightEach(
          () => itemsAt(container, 'env'),
          (entry) => {
            const value = textAt(entry, 'value');
            const place = go(entry, 'value');
            if (value === undefined || place.secret) return undefined;
            return look(reach, pod, known, value, textAt(entry, 'name') ?? '', pathOf(place));
          },
        ),
    ),
  );
}

function look(
  reach: Reachability,
  pod: Pod,
  known: ReadonlySet<string>,
  text: string,
  variable: string,
  path: Path,
): readonly Observation[] {
  const named = namedService(text);
  const namespace = named?.namespace ?? pod.namespace;
  if (named === undefined || namespace === undefined || !known.has(namespace)) return [];
  const service = serviceNamed(reach.stack, namespace, named.name);
  const say = (message: string, required: string): Observation[] => [
    { kind: 'violation', path, actual: `${namespace}/${named.name}`, required, message, edits: [] },
  ];
  if (service === undefined) {
    if (!named.certain) return [];
    return say(
      `variable ${variable} names Service ${namespace}/${named.name}, which the stack does not have`,
      'a Service of the stack',
    );
  }
  const answer = reachable(reach, pod, service, named.port);
  if (answer === 'yes' || answer === 'nobody') return [];
  if (answer === 'maybe')
    return [
      { kind: 'unknown', path, reason: `whether ${describeResource(service)} can be reached`, dependsOn: [] },
    ];
  return say(
    `variable ${variable} names ${describeResource(service)}, which no policy lets it reach`,
    'a connection that policies allow',
  );
}

function reachable(
  reach: Reachability,
  pod: Pod,
  service: Resource,
  port: number | undefined,
): 'yes' | 'no' | 'maybe' | 'nobody' {
  const { table, destinations } = reach;
  const source = destinations[pod.workload];
  const selector = readFixedSelector(service.tree, ['spec', 'selector']);
  const answers = new Set<'no' | 'maybe'>();
  if (selector.requirements.length === 0) return 'nobody';
  for (const target of podsOf(reach.population, service.namespace)) {
    const chosen = selects(selector, target.labels);
    const destination = destinations[target.workload];
    if (chosen === 'no' || source === undefined || destination === undefined) continue;
    const wanted = forwardedPorts(table, service, target)
      .filter((one) => port === undefined || one.port === port)
      .reduce<Connection>((sum, one) => table.unite(sum, one.target), none);
    const decision = reach.between(
      { ...source, endpoints: [pod.index] },
      { ...destination, endpoints: [target.index] },
    );
    if (target.index === pod.index || table.intersect(decision.sure, wanted) !== none) return 'yes';
    answers.add(table.intersect(decision.perhaps, wanted) !== none ? 'maybe' : 'no');
  }
  return answers.has('maybe') ? 'maybe' : answers.has('no') ? 'no' : 'nobody';
}
