import { isSurelyOurs } from '../../../backend/outbox/while-ours.ts';

const asked = { monotonicMs: 1_000, wallMs: 1_780_000_000_000 };

/** By each of the clocks, so long afterwards. */
const isSureAfter = (monotonicMs: number, wallMs: number) =>
  isSurelyOurs(asked, { monotonicMs: asked.monotonicMs + monotonicMs, wallMs: asked.wallMs + wallMs }, 2_000);

describe('what was claimed is surely ours', () => {
  it('while neither clock says that it is long ago', () => {
    expect(isSureAfter(0, 0)).toBe(true);
    expect(isSureAfter(1_999, 1_999)).toBe(true);
  });

  it('no longer once the machine was suspended, however little the monotonic clock has counted', () => {
    expect(isSureAfter(3, 2_000)).toBe(false);
    expect(isSureAfter(3, 8 * 3_600_000)).toBe(false);
  });

  it('no longer once the monotonic clock says so, whatever the other was set to', () => {
    expect(isSureAfter(2_000, 2)).toBe(false);
    expect(isSureAfter(2_000, -60_000)).toBe(false);
  });

  it('not when the clock was set back, which may hide how long it is', () => {
    expect(isSureAfter(3, -1)).toBe(false);
  });
});
