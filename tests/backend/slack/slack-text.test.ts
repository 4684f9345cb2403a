import fc from 'fast-check';
import { escapeText, mention, safeUrl, shortenText, slackLink, slackText } from '../../../backend/slack/slack-text.ts';
import { cleanText } from '../../../backend/text/clean-text.ts';
import { findLiveMarkup } from '../../../sandbox/slack/live-markup.ts';

const hostilePieces = [
  '<!here>',
  '<!channel>',
  '<!everyone>',
  '<@U0TOM0001>',
  '<#C0HANDOFF>',
  '<!subteam^S1>',
  '<!date^1^{date}|x>',
  '<https://evil.test|Acme>',
  '&lt;!here&gt;',
  '&',
  '<',
  '>',
  '|',
  '@here',
  '\n',
  '\u2028',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ud800',
  '👩‍👩‍👧',
  'é',
  'Ä',
  'a',
  ' ',
  '&amp;',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...hostilePieces), fc.string({ unit: 'binary' })), { maxLength: 30 })
  .map((parts) => parts.join(''));

/** What a reader sees of an escaped text. */
const shown = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('text from outside', () => {
  it('never becomes a mention, a link or a channel alert', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (value, max) => {
        const text = slackText(value, max);
        expect(findLiveMarkup(text, [], { linkNames: false })).toEqual([]);
        expect(text.length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('reads as it was when it is short and clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }).map(cleanText), (value) => {
        expect(shown(slackText(value, 10_000))).toBe(value);
      }),
    );
  });

  it('is cut between visible characters and says so', () => {
    expect(slackText('Ana & Bo <x>', 100)).toBe('Ana &amp; Bo &lt;x&gt;');
    expect(slackText('a&b', 7)).toBe('a&amp;b');
    expect(slackText('a&b', 6)).toBe('a…');
    expect(shortenText('👩‍👩‍👧👩‍👩‍👧', 10)).toBe('👩‍👩‍👧…');
  });

  it('is one line without what cannot be seen', () => {
    expect(cleanText(' Sarah\n\u202eChen\u200b \ud800 x\u0007 ')).toBe('Sarah Chen \ufffd x');
    fc.assert(fc.property(hostile, (value) => expect(cleanText(cleanText(value))).toBe(cleanText(value))));
  });

  it('is cut quickly however long it is', () => {
    const startedAt = performance.now();
    expect(slackText('e\u0301'.repeat(500_000), 100).length).toBeLessThanOrEqual(100);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('links and mentions of ours', () => {
  it('are made for web addresses and user ids only', () => {
    expect(slackLink('https://app.hubspot.com/a?x=1&y=2', 'Ana <Q>')).toBe(
      '<https://app.hubspot.com/a?x=1&amp;y=2|Ana &lt;Q&gt;>',
    );
    expect(slackLink('javascript:alert(1)', 'Ana')).toBe('Ana');
    expect(safeUrl('https://a.test/<b>|c d')).toBe('https://a.test/%3Cb%3E%7Cc%20d');
    expect(safeUrl('not a url')).toBeNull();
    expect(mention('U0MARIA01')).toBe('<@U0MARIA01>');
    for (const id of ['U1>', '!here', 'C0HANDOFF', '']) expect(mention(id)).toBeNull();
  });

  it('hold exactly one live token whatever the label and the address say', () => {
    fc.assert(
      fc.property(hostile, fc.webUrl({ withQueryParameters: true }), hostile, (label, url, tail) => {
        const live = findLiveMarkup(slackLink(`${url.split('#')[0]}#${cleanText(tail)}`, label), [], {
          linkNames: false,
        });
        expect(live.map(({ kind }) => kind)).toEqual(['link']);
      }),
    );
  });

  it('escape nothing but the three characters Slack asks for', () => {
    expect(escapeText(`"it's" & <b>`)).toBe(`"it's" &amp; &lt;b&gt;`);
  });
});
