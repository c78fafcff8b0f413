/** The endpoints by the names that the account, the recent calls and faults know them by. */
export const ENDPOINT_NAMES = ['pre-register'] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];
