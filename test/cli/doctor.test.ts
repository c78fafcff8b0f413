import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { COMPLETE } from '../config/config-directory.js';
import { selfSigned } from '../next-identity/self-signed.js';
import { rollcall } from '../support/rollcall.js';

test('doctor believes no certificate that nobody has signed, whatever the environment says', async () => {
  let requests = 0;
  const server = createServer(selfSigned(), (_request, response) => {
    requests += 1;
    response.end('{"issuer":"https://somebody.example"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = {
    ...COMPLETE,
    NEXT_IDENTITY_BASE_URL: `https://localhost:${port}`,
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  };
  const { exitCode, stdout } = await rollcall(['doctor'], environment, tmpdir());
  server.close();
  expect(stdout).toMatch(/bad +base URL +it cannot be reached: .*not trusted.*SELF_SIGNED/);
  expect(requests).toBe(0);
  expect(exitCode).toBe(1);
});
