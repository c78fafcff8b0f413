/** People are written to again three days later, at any hour. */
const POLICY = {
  after: ['3d'],
  expireAfter: '30d',
  quietHours: null,
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  timeZone: 'UTC',
  spread: '0s',
};

/** Settings of a client whose activations are learnt from lists. */
export const BY_LISTS = { resend: POLICY, activation: { list: true } };

/** Settings of a client that looks people up before they are written to. */
export const BY_LOOK_UP = {
  resend: POLICY,
  directAccess: { clientId: 'sandbox-direct', clientSecret: { env: 'DIRECT_SECRET' } },
};
