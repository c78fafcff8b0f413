import { connectRedis } from '../../dist/src/queue/redis.js';

/** Connects to the Redis that is named and leaves it, in a process that trusts what its environment says. */
const { close } = await connectRedis(process.argv[2]);
await close();
