import { execFileSync } from 'node:child_process';

/** Makes a key at `path`, and its public half beside it. */
export function makeKey(path: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
}

/** The second word of what is printed of a key. */
export function fingerprintOf(path: string): string {
  return execFileSync('ssh-keygen', ['-lf', path], { encoding: 'utf8' }).split(' ')[1] ?? '';
}
