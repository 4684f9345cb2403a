import type { Alarm } from '../../../backend/store/store.ts';
import { alarmWords, listed, type Told, tell } from '../../../backend/watch/told.ts';

const report: Told = { key: 'silence:events:Report', since: 7, headline: 'Report stopped', lines: ['Why?', 'Look'] };
const message = 'Report stopped. Why? Look.';
const alarm = (key: string, words: string): Alarm => ({ key, message: words, raisedAt: 1, times: 1 });
const nothing = { raise: [], clear: [], notes: [] };

describe('what the operator is told', () => {
  it('is an alarm and a note', () => {
    expect(tell('silence:', [report], [])).toEqual({
      raise: [{ key: report.key, message }],
      clear: [],
      notes: [
        {
          ...{ kind: 'post drift note', key: 'silence:events:Report:7', lane: 'slack:operator', priority: 1 },
          ...{ headline: 'Report stopped', lines: ['Why?', 'Look'], restores: null },
        },
      ],
    });
  });

  it('is nothing a second time', () => {
    expect(tell('silence:', [report], [alarm(report.key, message)])).toEqual(nothing);
  });

  it('is said in new words under the same key, which Slack hears once', () => {
    const renamed = { ...report, lines: ['Look for Reports'] };
    const { raise, notes } = tell('silence:', [renamed], [alarm(report.key, message)]);
    expect(raise).toEqual([{ key: report.key, message: 'Report stopped. Look for Reports.' }]);
    expect(notes.map(({ key }) => key)).toEqual(['silence:events:Report:7']);
  });

  it('ends with its alarm, and other alarms are left alone', () => {
    const alarms = [alarm(report.key, message), alarm('drift:handoff', 'differs')];
    expect(tell('silence:', [], alarms)).toEqual({ ...nothing, clear: [report.key] });
  });
});

it('sentences have their full stops, and lists their "and"', () => {
  expect(alarmWords({ headline: 'One', lines: ['Two?', 'Three.', 'Four'] })).toBe('One. Two? Three. Four.');
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b and c']);
});
