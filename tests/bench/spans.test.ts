import { coveredMs } from './spans.ts';

describe('what spans cover of a longer one', () => {
  const within = { from: 100, to: 200 };

  it('is their union: what two cover at once counts once, in whatever order they are named', () => {
    const spans = [
      { from: 130, to: 150 },
      { from: 110, to: 140 },
      { from: 115, to: 120 },
      { from: 160, to: 170 },
    ];
    expect(coveredMs(spans, within)).toBe(50);
    expect(coveredMs(spans.toReversed(), within)).toBe(50);
  });

  it('leaves out what lies outside', () => {
    const spans = [
      { from: 0, to: 110 },
      { from: 50, to: 90 },
      { from: 190, to: 300 },
      { from: 250, to: 260 },
    ];
    expect(coveredMs(spans, within)).toBe(20);
  });
});
