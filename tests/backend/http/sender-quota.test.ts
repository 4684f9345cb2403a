import { createSenderQuota } from '../../../backend/http/sender-quota.ts';

const each = { perSecond: 1, burstSeconds: 3 };
const all = { perSecond: 100, burstSeconds: 1 };
const times = (count: number, one: (at: number) => number) => Array.from({ length: count }, (_, at) => one(at));

it('a network goes at its pace, whatever address of it sends, and another is not touched by that', () => {
  const quota = createSenderQuota({ each, all });
  expect(times(5, (at) => quota.take(`2001:db8:0:1::${at}`, 0))).toEqual([0, 0, 0, 1, 1]);
  expect(quota.take('2001:db8:0:2::1', 0)).toBe(0);
  expect(quota.take('203.0.113.9', 0)).toBe(0);
  expect(quota.take('2001:db8:0:1::9', 1_000)).toBe(0);
});

it('all together go no faster than the pace of all, of which the refused take nothing', () => {
  const quota = createSenderQuota({ each, all });
  times(1_000, () => quota.take('203.0.113.9', 0));
  const answers = times(120, (at) => quota.take(`198.51.100.${at}`, 0));
  expect(answers.filter((seconds) => seconds === 0)).toHaveLength(97);
  expect(answers.at(-1)).toBe(1);
});

it('remembers no more networks than it may, and none that has long been quiet; who sends is not forgotten', () => {
  const quota = createSenderQuota({ each, all: { perSecond: 0, burstSeconds: 1 }, mostNetworks: 100 });
  times(4, () => quota.take('203.0.113.9', 0));
  times(500, (at) => {
    quota.take(`10.0.${at >> 8}.${at & 255}`, 0);
    return quota.take('203.0.113.9', 0);
  });
  expect(quota.size()).toBe(100);
  expect(quota.take('203.0.113.9', 0)).toBe(1);
  quota.take('198.51.100.1', 3_000);
  expect(quota.size()).toBe(1);
});
