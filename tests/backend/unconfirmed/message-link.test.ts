import { readMessageLink } from '../../../backend/unconfirmed/message-link.ts';

it('reads what "Copy link" of a message gives', () => {
  expect(readMessageLink(' https://acme.slack.com/archives/C0HANDOFF/p1712345678901234 ')).toEqual({
    channel: 'C0HANDOFF',
    ts: '1712345678.901234',
  });
});

it('reads the thread of a reply', () => {
  const link = 'https://acme.slack.com/archives/D01/p1712345678901234?thread_ts=1712345600.000100&cid=D01';
  expect(readMessageLink(link)).toEqual({ channel: 'D01', ts: '1712345678.901234', threadTs: '1712345600.000100' });
});

it.each(['', 'C0HANDOFF', 'https://acme.slack.com/archives/C0HANDOFF', 'https://acme.slack.com/archives/C0/p12'])(
  'takes "%s" for no message',
  (link) => expect(readMessageLink(link)).toBeNull(),
);
