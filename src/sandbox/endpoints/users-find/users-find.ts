import { type Answer, httpException, invalidJson } from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import { storeAttribute, storeRecord } from '../../users/names.js';
import type { User } from '../../users/user.js';
import type { World } from '../../world.js';
import { checkDirectAccess } from '../check-direct-access.js';
import { type Checked, passed, refused } from '../checked.js';
import { type Filter, parseFilter } from './filter.js';
import { matchingUsers } from './matching-users.js';

/** So many are found where `max_results` does not say; what Next Identity does is not documented. */
const DEFAULT_RESULTS = 100;
const MOST_RESULTS = 10_000;

/**
 * `GET /idp/v1/account/users/find?client_id=…&query_filter=…&attributes=["…"]` (docs page
 * api-direct-database-calls; `query_filter` and `results[]` are from the vendor's integrations): the users that
 * match, by their store names. Nobody is 200 with empty `results`.
 *
 * Assumptions: without `attributes` all are told, one that a user has not is null, without `query_filter` everybody
 * matches, a filter that cannot be read is 400, and `max_results` is taken as the store behind it takes it.
 */
export const usersFindEndpoint: Endpoint = {
  name: 'users-find',
  method: 'GET',
  url: '/idp/v1/account/users/find',
  answer: usersFind,
};

function usersFind(world: World, call: ApiCall): Answer {
  const client = checkDirectAccess(world, call, call.query.client_id);
  if (!client.ok) return client.answer;
  const attributes = readAttributes(call.query.attributes);
  if (!attributes.ok) return attributes.answer;
  const filter = readFilter(call.query.query_filter);
  if (!filter.ok) return filter.answer;

  const most = readMost(call.query.max_results);
  const results: Record<string, unknown>[] = [];
  for (const user of matchingUsers(world, filter.value)) {
    if (results.length >= most) break;
    results.push(show(world, user, attributes.value));
  }
  return world.settings.findAnswer === 'results'
    ? { status: 200, body: { results } }
    : { status: 200, body: { stat: 'ok', result_count: results.length, results } };
}

function show(world: World, user: User, attributes: readonly string[] | null) {
  const { settings } = world;
  if (attributes === null) return storeRecord(user, settings);
  const shown = attributes.map((name) => [name, storeAttribute(user, name, settings)] as const);
  return Object.fromEntries(shown);
}

/** A JSON array of names, or null for all; else 400 "Invalid json format" (response-code-users-find). */
function readAttributes(text: unknown): Checked<readonly string[] | null> {
  if (text === undefined) return passed(null);
  try {
    const names: unknown = JSON.parse(String(text));
    const isNames = Array.isArray(names) && names.every((name) => typeof name === 'string');
    return isNames ? passed(names) : refused(invalidJson());
  } catch {
    return refused(invalidJson());
  }
}

function readFilter(text: unknown): Checked<Filter | null> {
  if (text === undefined || text === '') return passed(null);
  const filter = parseFilter(String(text));
  return filter === null ? refused(httpException(400, 'Invalid query_filter')) : passed(filter);
}

function readMost(text: unknown): number {
  const most = Number(text ?? DEFAULT_RESULTS);
  return Number.isInteger(most) && most >= 1 ? Math.min(most, MOST_RESULTS) : DEFAULT_RESULTS;
}
