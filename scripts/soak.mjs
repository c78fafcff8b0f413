// npm run soak -- [--minutes 60] [--engine redis|postgres] [--seed n]: see docs/reliability.md.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    engine: { type: 'string', default: 'redis' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
});
const { minutes, engine, seed } = values;
if (!(Number(minutes) > 0) || !/^\d+$/.test(seed) || !['redis', 'postgres'].includes(engine)) {
  process.stderr.write(
    'Expected: npm run soak -- [--minutes 60] [--engine redis|postgres] [--seed 8]\n',
  );
  process.exit(2);
}

process.stderr.write(
  `To do the same again: npm run soak -- --minutes ${minutes} --engine ${engine} --seed ${seed}\n`,
);
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const config = fileURLToPath(new URL('../jest.soak.config.js', import.meta.url));
const child = spawn(process.execPath, [jest, '--config', config, '--runInBand'], {
  stdio: 'inherit',
  env: { ...process.env, SOAK_MINUTES: minutes, SOAK_ENGINE: engine, SOAK_SEED: seed },
});
// Ctrl-C reaches both; the one in the middle waits for the other to tidy up.
process.on('SIGINT', () => undefined);
const [code] = await once(child, 'exit');
process.exitCode = code ?? 1;
