import { namesOf, watchedSignals } from '../../../backend/watch/watched-signals.ts';
import { timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { reviewRule } from '../../support/rules.ts';

it('the events of a signal are watched under the names of "events seen", where a rule needs it', () => {
  const playbook = acmePlaybook({
    signals: [
      { name: 'activated', matchers: [{ event: ' Onboarding Completed ' }, { page: '/done/?from=mail' }] },
      { name: 'key action', matchers: [{ event: 'Report Created' }, { event: 'Onboarding Completed' }] },
      { name: 'hit usage limit', matchers: [{ event: 'Plan Limit Reached' }] },
    ],
  });
  const signals = watchedSignals(playbook, timeZone);
  expect(signals).toEqual([
    { signal: 'activated', neededBy: ['score'], names: ['Onboarding Completed', 'page /done'] },
    { signal: 'key action', neededBy: ['score'], names: ['Onboarding Completed', 'Report Created'] },
  ]);
  expect(namesOf(signals)).toEqual(['Onboarding Completed', 'page /done', 'Report Created']);
});

it('another playbook watches what it needs', () => {
  const review = {
    ...reviewRule('zo_visited_pricing_at is known'),
    expectedContractValue: { amount: 1, per: 'company' as const, text: '1' },
    channel: null,
  };
  expect(watchedSignals(acmePlaybook({ score: [], review }), timeZone)).toEqual([
    { signal: 'visited pricing', neededBy: ['review rule'], names: ['page /pricing'] },
  ]);
});
