import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and the certificate that belongs to it, in PEM. */
export interface Certified {
  readonly key: string;
  readonly cert: string;
}

/** A key and a certificate for one name that nobody has signed but itself, made on the spot. */
export function selfSigned(host = 'localhost'): Certified {
  const keys = newKeys();
  return certified(keys, certify(host, keys.publicKey, LAST_DAY, host, keys));
}

/** Signs certificates for localhost, each to the second of `until`, for those who trust `cert`. */
export interface Authority {
  readonly cert: string;
  issue(until: Date): Certified;
}

export function newAuthority(): Authority {
  const own = newKeys();
  const name = 'an authority of the tests';
  return {
    cert: certify(name, own.publicKey, LAST_DAY, name, own),
    issue: (until) => {
      const keys = newKeys();
      return certified(keys, certify('localhost', keys.publicKey, until, name, own));
    },
  };
}

type Keys = ReturnType<typeof newKeys>;

const LAST_DAY = new Date('2049-12-31T23:59:59Z');

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function certified({ privateKey }: Keys, cert: string): Certified {
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}

function certify(
  subject: string,
  publicKey: KeyObject,
  until: Date,
  issuer: string,
  { privateKey }: Keys,
): string {
  const ecdsaWithSha256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const toBeSigned = der(
    0x30,
    // Serial numbers differ, as a client may refuse two certificates of one issuer with the same one.
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    der(0x30, text(0x17, '200101000000Z'), text(0x17, utcTime(until))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const bits = der(0x03, Buffer.from([0]), signature);
  const base64 = der(0x30, toBeSigned, ecdsaWithSha256, bits).toString('base64');
  // Without an empty line at the end where the last one is full, which is no PEM; the signature's length varies.
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(commonName: string): Buffer {
  const oid = der(0x06, Buffer.from('550403', 'hex'));
  return der(0x30, der(0x31, der(0x30, oid, text(0x0c, commonName))));
}

/** As a certificate spells a moment: `491231235959Z`. */
function utcTime(date: Date): string {
  return `${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
}

/** One value of ASN.1, in its distinguished encoding. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function text(tag: number, value: string): Buffer {
  return der(tag, Buffer.from(value));
}
