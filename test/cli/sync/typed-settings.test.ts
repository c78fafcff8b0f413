import { describe, expect, test } from '@jest/globals';
import { withTyped } from '../../../src/cli/sync/typed-settings.js';

describe('settings typed as --set', () => {
  test('are put in where they belong, beside what is there', () => {
    const settings = { source: { kind: 'sftp', host: 'files.example' }, cron: '0 2 * * *' };
    const typed = ['source.password.env=HR_PASSWORD', 'safeguards.leavers.share=0.1'];
    expect(withTyped(settings, typed)).toEqual({
      source: { kind: 'sftp', host: 'files.example', password: { env: 'HR_PASSWORD' } },
      cron: '0 2 * * *',
      safeguards: { leavers: { share: 0.1 } },
    });
  });

  test.each([
    ['notify=[{"kind":"chat"}]', { notify: [{ kind: 'chat' }] }],
    ['whenHeld=go on', { whenHeld: 'go on' }],
    ['source.url=a=b', { source: { url: 'a=b' } }],
    ['source.settle="5s"', { source: { settle: '5s' } }],
    ['roster.encoding=', { roster: { encoding: '' } }],
  ])('are JSON, or else text: %s', (typed, settings) => {
    expect(withTyped({}, [typed])).toEqual(settings);
  });

  test('reach nothing but the settings', () => {
    withTyped({}, ['source.__proto__.polluted=true', 'source.constructor.prototype.polluted=true']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('are refused without a name, and what was typed for a secret is not repeated', () => {
    expect(() => withTyped({}, ['source..key=hunter2'])).toThrow(/got "source\.\.key"\.$/);
  });
});
