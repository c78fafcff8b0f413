/** What the tests use of a package that has no types. */
declare module '@20minutes/s3rver' {
  import type { AddressInfo } from 'node:net';

  export default class S3rver {
    constructor(options: {
      address: string;
      /** 0: any that is free. */
      port: number;
      silent: boolean;
      directory: string;
      configureBuckets: readonly { name: string }[];
    });
    /** Whether it takes any signature. */
    allowMismatchedSignatures: boolean;
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
}
