import { joinServer } from '../../../dist/src/ledger/embedded/server.js';

/** Joins the server of the home that is named, tells its port, and gives its share back when stdin ends. */
const { address, giveBack } = await joinServer(process.argv[2]);
process.stdout.write(`${JSON.stringify({ port: address.port, password: address.password })}\n`);
for await (const _ of process.stdin);
await giveBack();
