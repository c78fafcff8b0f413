import type { EndpointName } from '../endpoint-names.js';
import type { World } from '../world.js';
import type { Answer } from './answer.js';
import type { BasicCredentials } from './basic-authorization.js';

/** One call as an endpoint sees it. */
export interface ApiCall {
  readonly basic: BasicCredentials | null;
  readonly contentType: string | undefined;
  /** The body as it came; empty where there was none. */
  readonly body: string;
}

/** An endpoint of the API: counted, limited and faulted in the same way as all others. */
export interface Endpoint {
  /** Its name in the account and in faults. */
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  /** Checks the call and does the work. Synchronous, so that two calls for one person cannot interleave. */
  readonly answer: (world: World, call: ApiCall) => Answer;
}
