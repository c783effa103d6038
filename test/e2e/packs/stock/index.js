// A pack of somebody else's, on the SDK as it is.
const { PolicyPack } = require('@pulumi/policy');

new PolicyPack('stock', {
  policies: [
    {
      name: 'replicas',
      description: 'Deployments say how many they are.',
      enforcementLevel: 'advisory',
      validateResource: (args, report) => {
        if (args.type === 'kubernetes:apps/v1:Deployment') report(`the stock pack saw ${args.name}`);
      },
    },
  ],
});
