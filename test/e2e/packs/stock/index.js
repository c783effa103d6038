// A pack of somebody else's, on the SDK as it is.
// The SDK reads the version of the package.json in the working directory, and the stand-in host starts packs elsewhere.
process.chdir(__dirname);
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
