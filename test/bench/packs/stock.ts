// A pack on the SDK as it is, for comparison: as many policies as ours, each a look at the containers of a Deployment.
import { PolicyPack, type ResourceValidationPolicy } from '@pulumi/policy';

declare const POLICIES: number;

interface Container {
  readonly securityContext?: { readonly privileged?: boolean };
}

const policies = Array.from(
  { length: POLICIES },
  (_, index): ResourceValidationPolicy => ({
    name: `policy-${index}`,
    description: 'Containers are not privileged.',
    enforcementLevel: 'advisory',
    validateResource(args, report) {
      if (args.type !== 'kubernetes:apps/v1:Deployment') return;
      const containers: readonly Container[] = args.props.spec.template.spec.containers;
      if (containers.some((one) => one.securityContext?.privileged === true)) report(`${index}`);
    },
  }),
);

new PolicyPack('stock', {
  policies: [
    ...policies.slice(1),
    {
      name: 'the-stack',
      description: 'Looks at the stack as a whole.',
      enforcementLevel: 'advisory',
      validateStack(args, report) {
        if (args.resources.length === 0) report('nothing');
      },
    },
  ],
});
