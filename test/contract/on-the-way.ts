import type { Change } from './relay.js';

type Body = Record<string, unknown>;

/** The key is missing, as if the caller had forgotten it. */
export function without(key: string): Change {
  return json(({ [key]: _gone, ...rest }) => rest);
}

/** The key has this value instead, or is added with it. */
export function having(key: string, value: unknown): Change {
  return json((body) => ({ ...body, [key]: value }));
}

/** The body is this text, and no longer what the client wrote. */
export function body(text: string): Change {
  return (passing) => ({ ...passing, body: text });
}

/** The header has this value instead; it is taken away where there is none. */
export function header(name: string, value: string | null): Change {
  return (passing) => {
    const { [name]: _gone, ...rest } = passing.headers;
    return { ...passing, headers: value === null ? rest : { ...rest, [name]: value } };
  };
}

/** The parameter of the query has this value instead, or is added with it. */
export function query(name: string, value: string): Change {
  return (passing) => {
    const url = new URL(passing.path, 'http://relay');
    url.searchParams.set(name, value);
    return { ...passing, path: `${url.pathname}${url.search}` };
  };
}

export const asItIs: Change = (passing) => passing;

function json(change: (body: Body) => Body): Change {
  return (passing) => ({
    ...passing,
    body: JSON.stringify(change(JSON.parse(passing.body) as Body)),
  });
}
