import { plainTerms, usedSignals } from '@zo/shared';
import { expressionOf } from '../support/definitions.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { returnRule, reviewRule } from '../support/rules.ts';

const { definition, score, signals } = acmePlaybook();
const nothing = { score: [], return: null, review: null };
const asking = (conditions: string) => ({
  ...definition,
  expression: expressionOf(conditions, { signals: signals.map(({ name }) => name) }),
});

describe('the signals a playbook needs', () => {
  it.each([
    ['zo_activation_status = activated', 'activated'],
    ['zo_activated_at is known', 'activated'],
    ['zo_last_key_action contains Report', 'key action'],
    ['NOT (zo_key_actions_7d >= 3 AND zo_key_actions_7d <= 9)', 'key action'],
    ['zo_teammates_invited_30d >= 1', 'teammate invited'],
    ['zo_visited_pricing_at is within the last 7 days', 'visited pricing'],
    ['zo_hit_limit_at is known', 'hit usage limit'],
    ['visited pricing in the last 14 days', 'visited pricing'],
    ['activated more than 3 days ago', 'activated'],
  ])('"%s" needs "%s"', (conditions, signal) => {
    expect(usedSignals({ definition: asking(conditions), ...nothing })).toEqual([{ signal, neededBy: ['definition'] }]);
  });

  it('are none for what anybody does, for the score as a number, and for HubSpot’s own', () => {
    const conditions =
      'zo_company_active_users >= 2 AND zo_pql_score >= 50 AND zo_last_active_at is known AND jobtitle contains constructor';
    expect(usedSignals({ definition: asking(conditions), ...nothing })).toEqual([]);
  });

  it('are named once, each with every rule that needs it', () => {
    const territory = { ...plainTerms, territory: { when: expressionOf('zo_hit_limit_at is known'), text: '' } };
    expect(
      usedSignals({
        definition: asking('zo_activation_status = activated AND zo_pql_score >= 50'),
        score,
        return: { ...returnRule('no key action in the last 14 days OR zo_pql_score < 30'), channel: null },
        review: {
          ...reviewRule('at least 3 key actions in the last 7 days'),
          expectedContractValue: { amount: 1, per: 'company', text: '1' },
          channel: null,
        },
        handoff: { routing: { outsideHours: true, leaveBufferDays: 1, owners: { 'maria@acme.test': territory } } },
      }),
    ).toEqual([
      { signal: 'activated', neededBy: ['definition', 'score'] },
      { signal: 'key action', neededBy: ['score', 'return rule', 'review rule'] },
      { signal: 'hit usage limit', neededBy: ['territories'] },
    ]);
  });
});
