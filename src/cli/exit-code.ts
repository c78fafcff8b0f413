/** What a command's exit code tells a script. */
export const EXIT_CODE = {
  /** All usable rows are done. Refused rows are reported, and are no error. */
  done: 0,
  /** Invites failed, or something went wrong. */
  failed: 1,
  /** Wrong use, or refused. */
  refused: 2,
  /** Ended by Ctrl-C or SIGTERM before its end. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];
