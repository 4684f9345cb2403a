/** docs/metrics.md and docs/alerts.yaml name no figure that /metrics does not have, and no value a label never has. */

import { parse } from 'yaml';
import { metricTable } from '../../backend/metrics/metric-table.ts';
import { createMetrics } from '../../backend/metrics/metrics.ts';
import { clicksLane, editsLane } from '../../backend/outbox/effect.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import { read } from './source-files.ts';

type Rule = {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string };
};

const rules = (parse(read('docs/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const page = read('docs/metrics.md');
const values: Record<string, string[]> = {
  outcome: ['accepted', 'duplicate', 'rejected'],
  lane: ['hubspot', 'slack', editsLane, clicksLane],
  window: ['interval', 'day'],
  status: ['2xx', '4xx', '429', '5xx', 'no answer'],
  state: ['failed', 'unconfirmed'],
};

async function namesInMetrics(): Promise<string[]> {
  const metrics = createMetrics({
    mostPortals: 1,
    memory: createPortalMemory(),
    now: () => 0,
    personOf: async () => null,
  });
  const ingest = { portals: new Map(), refusedRequests: 0, waitingEvents: 0, groups: 0, failedGroups: 0 };
  const text = await metrics.render({
    ingest: () => ingest,
    reconciling: () => ({ calls: 0, repaired: { moved: 0 } }),
    portals: async () => [],
  });
  return [...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, kind]) =>
    kind === 'histogram' ? [name!, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name!],
  );
}

const namedIn = (text: string) => [...text.matchAll(/\b(?:zo|nodejs|process)_\w+/g)].map(([name]) => name);

it('the alert rules and the page name only figures there are', async () => {
  const known = await namesInMetrics();
  const named = [...rules.flatMap(({ expr }) => namedIn(expr)), ...namedIn(page)];
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

it('every figure of ours stands on the page', () => {
  expect(Object.keys(metricTable).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('the alert rules ask for values their labels can have', () => {
  const asked = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/(\w+)=~?"([^"]+)"/g)].map(([, label, value]) => [label!, value!]),
  );
  const ours = asked.filter(([label]) => label !== 'job');
  expect(ours.length).toBeGreaterThan(4);
  for (const [label, value] of ours) {
    expect(Object.keys(values)).toContain(label);
    for (const one of value!.split('|')) expect(values[label!]).toContain(one);
  }
});

it('each alert rule says how bad it is and what is the matter', () => {
  const names = rules.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  for (const { labels, annotations, expr } of rules) {
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/[.?]$/);
    expect(expr).toMatch(/[<>=]/);
    expect(expr.split('(').length).toBe(expr.split(')').length);
  }
});
