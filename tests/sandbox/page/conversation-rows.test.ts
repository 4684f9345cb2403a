import fc from 'fast-check';
import type { MessageView } from '../../../sandbox/demo/page-state.ts';
import { keyOf, type Row, rowsOf } from '../../../sandbox/page/slack/conversation-rows.ts';

type Said = [ts: number, more?: Partial<Pick<MessageView, 'threadTs' | 'onlyFor' | 'broadcast'>>];

const stamp = (ts: number) => String(ts).padStart(3, '0');

function messages(...said: Said[]): MessageView[] {
  return said.map(([ts, more = {}]) => ({
    conversation: 'C',
    ts: stamp(ts),
    at: ts,
    text: '',
    blocks: [],
    editedAt: null,
    threadTs: null,
    broadcast: false,
    onlyFor: null,
    ...more,
  }));
}

const all = { most: 100, openThreads: new Set<string>() };

function inWords(rows: Row[]): string[] {
  return rows.map((row) => ('hidden' in row ? `${row.kind}: ${row.hidden}` : keyOf(row)));
}

it('puts replies under the message they answer', () => {
  const said = messages([1], [2], [3, { threadTs: '001' }], [4], [5, { threadTs: '001' }]);
  expect(inWords(rowsOf(said, 'maria', all))).toEqual([
    'message 001',
    'reply 003',
    'reply 005',
    'message 002',
    'message 004',
  ]);
});

it('shows the newest replies of a long thread until all are asked for', () => {
  const said = messages([1], ...[2, 3, 4, 5, 6].map((ts): Said => [ts, { threadTs: '001' }]));
  expect(inWords(rowsOf(said, 'maria', all))).toEqual([
    'message 001',
    'earlier replies: 2',
    'reply 004',
    'reply 005',
    'reply 006',
  ]);
  expect(rowsOf(said, 'maria', { ...all, openThreads: new Set(['001']) })).toHaveLength(6);
});

it('shows a broadcast reply in its thread and in the conversation', () => {
  const said = messages([1], [2], [3, { threadTs: '001', broadcast: true }]);
  const rows = rowsOf(said, 'maria', all);
  expect(inWords(rows)).toEqual(['message 001', 'reply 003', 'message 002', 'broadcast 003']);
  expect(rows.at(-1)).toMatchObject({ root: { ts: '001' } });
});

it('keeps the thread of a deleted message together', () => {
  expect(inWords(rowsOf(messages([2], [3, { threadTs: '001' }]), 'maria', all))).toEqual([
    'gone 001',
    'reply 003',
    'message 002',
  ]);
});

it('shows what only one person sees to that person', () => {
  const said = messages([1], [2, { onlyFor: 'maria' }], [3, { onlyFor: 'tom', threadTs: '001' }]);
  expect(inWords(rowsOf(said, 'maria', all))).toEqual(['message 001', 'message 002']);
  expect(inWords(rowsOf(said, 'tom', all))).toEqual(['message 001', 'reply 003']);
});

it('begins with how many are hidden', () => {
  expect(inWords(rowsOf(messages([1], [2], [3]), null, { ...all, most: 2 }))).toEqual([
    'earlier: 1',
    'message 002',
    'message 003',
  ]);
});

it('shows each message that is seen exactly once, and no key twice, once everything is asked for', () => {
  const said = fc.array(
    fc.record({
      threadTs: fc.option(fc.nat(9).map(stamp)),
      onlyFor: fc.option(fc.constantFrom('maria', 'tom')),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(said, (each) => {
      const given = messages(...each.map((more, index): Said => [index + 10, more]));
      const openThreads = new Set(given.flatMap(({ threadTs }) => threadTs ?? []));
      const rows = rowsOf(given, 'maria', { most: 100, openThreads });
      const seen = rows.flatMap((row) => ('message' in row ? row.message.ts : []));
      const expected = given.filter(({ onlyFor }) => onlyFor !== 'tom').map(({ ts }) => ts);
      expect(seen.sort()).toEqual(expected);
      expect(new Set(rows.map(keyOf)).size).toBe(rows.length);
    }),
  );
});
