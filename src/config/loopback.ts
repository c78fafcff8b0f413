/**
 * Whether a host is this machine, so that nothing that is said to it leaves it: `localhost`, `127.…`, `::1` also as URLs write it.
 * Not `….localhost`: most systems ask the network for such a name.
 */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
}
