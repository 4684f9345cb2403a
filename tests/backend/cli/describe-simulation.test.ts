import { describeSimulation } from '../../../backend/cli/describe-simulation.ts';
import type { NamedChange, TodayReport } from '../../../backend/simulation/simulation-report.ts';

const jonas: NamedChange = {
  personId: 1,
  name: 'Jonas Weber',
  email: 'lone@soloworks.test',
  company: 'Soloworks',
  score: 65,
  gate: 'open',
  before: '3 of 4: missing 1 more active user (has 1, needs 2)',
  after: '4 of 4: ready',
};

function today(change: Partial<TodayReport> = {}): TodayReport {
  return {
    people: 1_204,
    present: { ready: 41, free: 30, heldBack: {} },
    draft: { ready: 63, free: 45, heldBack: { customer_or_open_deal: 12, cooling_down: 6 } },
    added: { count: 24, free: 24, people: Array.from({ length: 24 }, () => jonas) },
    removed: {
      free: 2,
      count: 2,
      people: [{ ...jonas, name: 'Nora Lind', gate: 'customer_or_open_deal', after: '3 of 4: missing 5 points' }],
    },
    scores: { rise: 3, fall: 0 },
    notRead: { people: 12, properties: [{ label: 'job title', people: 12 }] },
    takesEveryone: false,
    isRecounted: false,
    ...change,
  };
}

it('says how many are ready now and with the draft, who is new and who no longer, and what nobody has read yet', () => {
  const lines = describeSimulation({ today: today() }).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '41 ready; with this draft 63: +24, −2 (of 1204 people)',
    'Free to be handed off: 30; with this draft 45 (held back: 12 customer or open deal, 6 cooling down)',
    'New:',
    '  + Jonas Weber (lone@soloworks.test, Soloworks, score 65): was 3 of 4: missing 1 more active user (has 1, needs 2)',
  ]);
  expect(lines.slice(18)).toEqual([
    '  and 9 more',
    'No longer:',
    '  - Nora Lind (lone@soloworks.test, Soloworks, score 65) [customer or open deal]: would be 3 of 4: missing 5 points',
    '  and 1 more',
    'Scores: 3 rise, 0 fall',
    '12 depend on job title, not read from HubSpot yet; not counted as ready',
  ]);
});

it('warns with the count of a definition that tells hardly anybody apart', () => {
  const everyone = today({ takesEveryone: true, draft: { ready: 1_200, free: 1_200, heldBack: {} } });
  expect(describeSimulation({ today: everyone })).toContain('Warning: with this draft 1200 of 1204 people are ready');
});

it('says only how many are ready where there was no playbook', () => {
  const first = today({
    present: null,
    added: { count: 0, free: 0, people: [] },
    removed: { count: 0, free: 0, people: [] },
  });
  expect(describeSimulation({ today: first }).split('\n')[0]).toMatch(/^63 of 1204 people ready with this playbook/);
});
