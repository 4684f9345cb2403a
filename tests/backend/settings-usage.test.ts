import { schema } from '../../backend/config.ts';
import { settingsUsage } from '../../backend/settings-usage.ts';

it('tells every setting in a line, with its default', () => {
  const usage = settingsUsage();
  for (const name of Object.keys(schema.shape)) expect(usage).toMatch(new RegExp(`^ {2}${name} +[\\w/]`, 'm'));
  expect(usage).toMatch(/^ {2}PORT +where to listen; 0 picks a free port \[4400\]$/m);
  expect(usage).not.toContain('undefined');
});
