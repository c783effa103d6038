require('./seaworthy-policy-pack');
