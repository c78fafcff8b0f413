import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import S3rver from '@20minutes/s3rver';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bench, contentOf, openBench, SECRETS } from './fetching.js';

let bench: Bench;
beforeAll(() => {
  // The one pair of keys that the server knows.
  SECRETS.S3_ID = 'S3RVER';
  SECRETS.S3_KEY = 'S3RVER';
  SECRETS.WRONG = 'another';
});
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.remove());

const credentials = { accessKeyId: { env: 'S3_ID' }, secretAccessKey: { env: 'S3_KEY' } };
const at = (endpoint: string, more: object) => ({
  kind: 's3',
  bucket: 'hr',
  region: 'eu-central-1',
  endpoint,
  credentials,
  ...more,
});

describe('an object in storage that speaks S3', () => {
  let store: Bench;
  let server: S3rver;
  let endpoint: string;
  let client: S3Client;
  const from = (more: object) => at(endpoint, more);
  const put = (Key: string, Body: string) =>
    client.send(new PutObjectCommand({ Bucket: 'hr', Key, Body }));

  beforeAll(async () => {
    store = openBench();
    server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: store.directory,
      configureBuckets: [{ name: 'hr' }],
    });
    const { port } = await server.run();
    endpoint = `http://127.0.0.1:${port}`;
    client = new S3Client({
      region: 'eu-central-1',
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    await put('one/staff.csv', 'email\n');
    await put('many/staff-10.csv', 'ten');
    await put('many/staff-9.csv', 'nine');
    await put('many/2026/staff-8.csv', 'eight');
    await put('many/2026/staff-99.csv.part', 'unfinished');
    await put('many/other.txt', 'other');
  });
  beforeEach(() => {
    // It signs /hr where the client signs /hr/, and so would refuse any list.
    server.allowMismatchedSignatures = true;
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
    store.remove();
  });

  test('is fetched by its key', async () => {
    const fetched = await bench.fetch(from({ key: 'one/staff.csv' }));
    expect(contentOf(fetched)).toBe('email\n');
    expect(fetched).toMatchObject({ name: 'staff.csv', bytes: 6 });
    expect(fetched.modifiedAt).toBeInstanceOf(Date);
    await fetched.discard();
    expect(bench.copies()).toEqual([]);
  });

  test('is the newest by name of those under a prefix that a pattern means', async () => {
    const settings = from({ prefix: 'many/staff', pattern: '*.csv', newest: 'name' });
    expect((await bench.fetch(settings)).name).toBe('staff-10.csv');
  });

  test('is the one that was written last, at any depth', async () => {
    await put('many/2026/11/staff-7.csv', 'seven');
    const fetched = await bench.fetch(from({ prefix: 'many/', pattern: 'staff-*' }));
    // The times have no parts of a second here, so several may be the last.
    expect(fetched.name).toMatch(/^staff-(7|8|9|10)\.csv$/);
  });

  test('that is not there is named, as are a bucket and a prefix', async () => {
    expect(await bench.refusal(from({ key: 'gone.csv' }))).toBe(
      'source.not_found: There is no s3://hr/gone.csv (NoSuchKey).',
    );
    expect(await bench.refusal(from({ bucket: 'none', key: 'x' }))).toMatch(/NoSuchBucket/);
    expect(await bench.refusal(from({ prefix: 'none/' }))).toMatch(
      /^source\.not_found: There is no object \* under s3:\/\/hr\/none\//,
    );
    expect(bench.pauses).toEqual([]);
  });

  test('is not given for another secret, which is in no message', async () => {
    server.allowMismatchedSignatures = false;
    expect(contentOf(await bench.fetch(from({ key: 'one/staff.csv' })))).toBe('email\n');
    const wrong = { credentials: { ...credentials, secretAccessKey: { env: 'WRONG' } } };
    const message = await bench.refusal(from({ key: 'one/staff.csv', ...wrong }));
    expect(message).toMatch(/^source\.refused: .*SignatureDoesNotMatch.*Check "credentials"/);
    expect(message).not.toContain('another');
  });

  test('larger than allowed is refused', async () => {
    await put('large.csv', 'x'.repeat(2_000));
    const settings = from({ key: 'large.csv', limits: { megabytes: 0.001 } });
    expect(await bench.refusal(settings)).toMatch(/^source\.too_large: /);
  });
});

describe('storage that fails', () => {
  let server: Server;
  let answer: RequestListener;
  let requests: number;
  const fetching = () => at(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {});
  const object = { key: 'staff.csv' };
  beforeAll(async () => {
    server = createServer((request, response) => {
      requests += 1;
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });

  test('for a moment is asked again', async () => {
    answer = (_, response) => {
      if (requests < 3) response.writeHead(503).end();
      else response.end('email\n');
    };
    expect(contentOf(await bench.fetch({ ...fetching(), ...object }))).toBe('email\n');
    expect(bench.pauses).toEqual([2_000, 4_000]);
  });

  test('in the middle of an object gives nothing, four times', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('email\n', () => response.destroy());
    };
    expect(await bench.refusal({ ...fetching(), ...object })).toMatch(/^source\.truncated: /);
    expect(requests).toBe(4);
    expect(bench.copies()).toEqual([]);
  });

  test('to keep an object as it was is found by its checksum', async () => {
    answer = ({ headers }, response) => {
      expect(headers['x-amz-checksum-mode']).toBe('ENABLED');
      response.setHeader('x-amz-checksum-sha256', Buffer.alloc(32).toString('base64'));
      response.end('email\n');
    };
    expect(await bench.refusal({ ...fetching(), ...object })).toMatch(/^source\.truncated: /);
  });

  test('to hold an object still between its list and its turn is noticed', async () => {
    answer = ({ url = '', headers }, response) => {
      const list =
        '<ListBucketResult><Contents><Key>staff.csv</Key><ETag>"one"</ETag></Contents></ListBucketResult>';
      if (url.includes('list-type=2')) response.end(list);
      else response.writeHead(headers['if-match'] === '"one"' ? 412 : 200).end();
    };
    expect(await bench.refusal({ ...fetching(), prefix: '' })).toMatch(/^source\.still_written: /);
  });

  test('to know its own region is told what to set', async () => {
    answer = (_, response) => response.writeHead(301).end();
    const message = await bench.refusal({ ...fetching(), ...object });
    expect(message).toMatch(/^source\.redirected: .*not in eu-central-1\. Set "region"/);
    expect(requests).toBe(1);
  });

  test('to answer is given up when its time is over', async () => {
    answer = () => undefined;
    const limits = { time: '1s' };
    const message = await bench.refusal({ ...fetching(), ...object, limits });
    expect(message).toMatch(/^source\.timeout: /);
  });
});
