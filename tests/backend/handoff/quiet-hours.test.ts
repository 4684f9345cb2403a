import { plainRouting, plainTerms } from '@zo/shared';
import fc from 'fast-check';
import { endOfQuiet, quietUntil } from '../../../backend/handoff/quiet-hours.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const at = (text: string) => Date.parse(text);
const night = { fromMinute: 20 * 60, toMinute: 7 * 60 + 30 };
const noon = { fromMinute: 12 * 60, toMinute: 13 * 60 };
const berlin = 'Europe/Berlin';

it.each([
  ['before they begin', night, '2026-03-10T19:59+01:00', null],
  ['in the evening', night, '2026-03-10T20:00+01:00', '2026-03-11T07:30+01:00'],
  ['after midnight', night, '2026-03-11T02:00+01:00', '2026-03-11T07:30+01:00'],
  ['when they end', night, '2026-03-11T07:30+01:00', null],
  ['in the night the clocks go forward', night, '2026-03-28T23:00+01:00', '2026-03-29T07:30+02:00'],
  ['within one day', noon, '2026-03-10T12:30+01:00', '2026-03-10T13:00+01:00'],
  ['before hours within one day', noon, '2026-03-10T11:59+01:00', null],
])('%s', (_when, hours, moment, until) => {
  expect(endOfQuiet(hours, berlin, at(moment))).toBe(until === null ? null : at(until));
});

it('are those of the reader’s own zone, where the playbook has any', () => {
  const playbook = acmePlaybook();
  const { handoff } = playbook;
  const work = { ...handoff.work, quietHours: night };
  const owners = { 'lee@acme.test': { ...plainTerms, zone: 'America/New_York' } };
  const withHours = { ...playbook, handoff: { ...handoff, work, routing: { ...plainRouting, owners } } };
  const evening = at('2026-03-10T21:00+01:00');
  expect(quietUntil(withHours, berlin, 'maria@acme.test', evening)).toBe(at('2026-03-11T07:30+01:00'));
  expect(quietUntil(withHours, berlin, 'lee@acme.test', evening)).toBeNull();
  expect(quietUntil(playbook, berlin, 'maria@acme.test', evening)).toBeNull();
});

it('always end, within a day and an hour, at a moment that is not quiet', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const moment = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2027-01-01T00:00Z') });
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland');
  fc.assert(
    fc.property(minute, minute, moment, zone, (fromMinute, toMinute, now, where) => {
      fc.pre(fromMinute !== toMinute);
      const until = endOfQuiet({ fromMinute, toMinute }, where, now);
      if (until === null) return;
      expect(until).toBeGreaterThan(now);
      expect(until - now).toBeLessThanOrEqual(25 * 3_600_000);
      expect(endOfQuiet({ fromMinute, toMinute }, where, until)).toBeNull();
    }),
  );
});
