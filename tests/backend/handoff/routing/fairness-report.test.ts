import { plainRouting, plainTerms } from '@zo/shared';
import { fairnessAccounts } from '../../../../backend/handoff/routing/fairness-report.ts';
import { claimReasons, namedReason, turnReasons } from '../../../../backend/handoff/routing/reasons.ts';
import type { OwnerTally } from '../../../../backend/store/handoff-store.ts';
import { maria, tom } from '../../../support/handoffs.ts';

const tally = (ownerId: string, email: string, reason: string, count: number): OwnerTally => ({
  ...{ ownerId, email, reason },
  ...{ handoffs: count, open: 1, recently: 1, lately: 2 },
});

describe('the accounts of owners', () => {
  it('add up what somebody has by every reason, under the address they have now, and name those who have left', () => {
    const accounts = fairnessAccounts({
      pool: [maria.email, 'stranger@acme.test'],
      routing: { ...plainRouting, owners: { [maria.email]: { ...plainTerms, weight: 4 } } },
      owners: [maria, tom],
      ledger: { [maria.email]: { ideal: 3.5, handoffs: 4 }, 'gone@acme.test': { ideal: 1.25, handoffs: 1 } },
      tallies: [
        tally(maria.id, 'maria.old@acme.test', turnReasons.byShare, 4),
        tally(maria.id, maria.email, claimReasons.deal, 3),
        tally(maria.id, maria.email, claimReasons.contactBefore, 2),
        tally(maria.id, maria.email, namedReason, 5),
        tally(tom.id, tom.email, 'given by somebody', 6),
        tally('99', 'elsewhere@acme.test', claimReasons.contact, 7),
      ],
    });
    const nothing = { ideal: 0, handoffs: 0, deviation: 0, byContinuity: 0, otherwise: 0 };
    const one = { openNow: 1, given7Days: 1, given28Days: 2 };
    const none = { openNow: 0, given7Days: 0, given28Days: 0 };
    expect(accounts).toEqual([
      {
        ...{ email: maria.email, ownerId: maria.id, weight: 4, ideal: 3.5, handoffs: 4, deviation: 0.5 },
        ...{ byContinuity: 5, otherwise: 5, openNow: 4, given7Days: 4, given28Days: 8 },
      },
      { email: 'stranger@acme.test', ownerId: null, weight: 1, ...nothing, ...none },
      { email: 'elsewhere@acme.test', ownerId: '99', weight: null, ...nothing, byContinuity: 7, ...one },
      {
        ...{ email: 'gone@acme.test', ownerId: null, weight: null, ...nothing, ...none },
        ...{ ideal: 1.25, handoffs: 1, deviation: -0.25 },
      },
      { email: tom.email, ownerId: tom.id, weight: null, ...nothing, otherwise: 6, ...one },
    ]);
  });
});
