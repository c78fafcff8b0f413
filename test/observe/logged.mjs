import { createLog } from '../../dist/src/observe/log.js';
import { RollcallError } from '../../dist/src/observe/rollcall-error.js';

/** Logs one line for each case, and writes their names to stdout. The marks in them are what may not come out. */
const log = createLog(process.argv[2]);
const person = { identifier: 'MARK@example.com', firstName: 'MARK', profile: { lastName: 'MARK' } };
const withCode = (error, code) => Object.assign(error, { code });

const cases = {
  fields: () => log.info({ inviteId: 7, ...person, clientSecret: 'MARK', cells: ['MARK'] }, 'told'),
  nested: () => log.info({ inviteId: 7, claim: person, request: { body: 'MARK' } }, 'told'),
  error: () => log.warn({ err: withCode(new Error('Key (email)=(MARK) exists'), '23505') }, 'told'),
  redis: () => {
    const refusal = Object.assign(new Error('NOAUTH MARK required'), { name: 'ReplyError' });
    log.warn({ err: refusal }, 'told');
  },
  lines: () => log.warn({ err: new TypeError('first MARK\nsecond MARK\n  at MARK') }, 'told'),
  properties: () => log.warn({ err: Object.assign(new Error('MARK'), { detail: 'MARK' }) }, 'told'),
  cause: () => log.warn({ err: new Error('MARK', { cause: new Error('MARK') }) }, 'told'),
  silentError: () => log.error({ err: new Error('MARK') }),
  bareError: () => log.error(new Error('MARK')),
  thrown: () => log.warn({ err: 'MARK' }, 'told'),
  ours: () => {
    const cause = new Error('MARK');
    log.warn({ err: new RollcallError('ledger_newer', 'Update Rollcall.', { cause }) }, 'told');
  },
};
process.stdout.write(JSON.stringify(Object.keys(cases)));
for (const logCase of Object.values(cases)) logCase();
