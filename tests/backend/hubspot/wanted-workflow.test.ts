import { parseDefinition } from '@zo/shared';
import { wantedWorkflow } from '../../../backend/hubspot/wanted-workflow.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const ids = { definitionId: '1', version: 1 };
const actionIds = { 'compute-pql-score': ids, 'assign-owner': ids, 'send-slack-handoff': ids };

/** The handoff's workflow for a definition with these conditions. */
function wantedFor(conditions: string) {
  const signals = acmePlaybook().signals.map(({ name }) => name);
  const parsed = parseDefinition(`A free user becomes an SQL when ${conditions}`, { signals });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const playbook = acmePlaybook({ definition: parsed.value });
  const about = { playbook, stages: ['lead'], timeZone: 'Europe/Berlin', link: null };
  const answer = wantedWorkflow('handoff', { ...about, actionIds });
  if (!('wanted' in answer)) throw new Error(JSON.stringify(answer));
  return answer.wanted;
}

const readLines = (conditions: string) => wantedFor(conditions).description.split('\n').slice(1, -2);

describe('the description of the handoff’s workflow', () => {
  it('says which parts of the sentence its filters cannot', () => {
    expect(readLines('zo_pql_score >= 50 AND visited pricing in the last 14 days')).toEqual([
      "zo_sql_ready says what HubSpot's filters cannot: visited pricing in the last 14 days.",
    ]);
  });

  it('says nothing of it where the filters say everything', () => {
    expect(readLines('zo_pql_score >= 50')).toEqual([]);
  });

  it('stays short however many there are', () => {
    const many = [3, 4, 5, 6, 7].map((days) => `activated in the last ${days} days`).join(' AND ');
    expect(readLines(many)).toEqual([
      "zo_sql_ready says what HubSpot's filters cannot: activated in the last 3 days; activated in the last 4 days; activated in the last 5 days; and 2 more.",
    ]);
  });
});

it('filters on moments ask for the days of the portal’s zone', () => {
  const { listFilterBranch } = wantedFor('contact create date is after 2026-01-31').enrollmentCriteria;
  expect(JSON.stringify(listFilterBranch)).toContain('"Europe/Berlin"');
});
