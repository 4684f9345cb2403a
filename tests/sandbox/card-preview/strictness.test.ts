import { standIn } from '../../../sandbox/card-preview/browser/stand-in.ts';
import { jsx } from '../../../sandbox/card-preview/browser/strict-jsx-runtime.ts';

const Text = standIn<Record<string, unknown>>('Text', () => null);

it('a stand-in takes the properties HubSpot’s types have', () => {
  expect(() => Text({ variant: 'microcopy', testId: 'a', children: 'b' })).not.toThrow();
});

it('a stand-in throws on any other', () => {
  expect(() => Text({ className: 'big' })).toThrow('HubSpot\'s Text has no property "className"');
});

it('a card that draws an HTML element throws', () => {
  expect(() => jsx('div', {})).toThrow('HubSpot draws no <div>');
  expect(() => jsx(Text, { children: 'a' })).not.toThrow();
});
