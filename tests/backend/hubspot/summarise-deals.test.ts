import { type DealsOfContact, summarise, withoutDeals } from '../../../backend/hubspot/contact-deals.ts';
import type { PropertyValues } from '../../../backend/hubspot/property-values.ts';

const may = (day: number) => `2026-05-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const at = (day: number) => Date.parse(may(day));
const open = (created: number, owner: string | null): PropertyValues => ({
  hs_is_closed: 'false',
  hs_is_closed_won: 'false',
  createdate: may(created),
  closedate: may(30),
  hubspot_owner_id: owner,
});
const closed = (won: boolean, day: number | null): PropertyValues => ({
  hs_is_closed: 'true',
  hs_is_closed_won: String(won),
  createdate: may(1),
  closedate: day === null ? null : may(day),
  hubspot_owner_id: '7',
});

describe('the deals of a contact come to', () => {
  it.each<[string, PropertyValues[], Partial<DealsOfContact>]>([
    ['nothing when there are none', [], {}],
    ['an open one and its owner', [open(3, '7')], { hasOpenDeal: true, openOwnerId: '7' }],
    ['the owner of the newest open one', [open(3, '7'), open(5, '8')], { hasOpenDeal: true, openOwnerId: '8' }],
    ['the newest that has an owner', [open(3, '7'), open(5, null)], { hasOpenDeal: true, openOwnerId: '7' }],
    ['an open one of nobody', [open(3, '')], { hasOpenDeal: true }],
    ['an open one HubSpot says nothing of', [{}], { hasOpenDeal: true }],
    [
      'the latest won and the latest lost',
      [closed(true, 9), closed(true, 12), closed(false, 11)],
      { wonAt: at(12), lostAt: at(11) },
    ],
    ['a won one by when it was created, without a close date', [closed(true, null)], { wonAt: at(1) }],
    [
      'no close by the date an open one is expected to close',
      [open(3, '7'), closed(false, 2)],
      { hasOpenDeal: true, openOwnerId: '7', lostAt: at(2) },
    ],
  ])('%s', (_what, deals, expected) => {
    expect(summarise(deals)).toEqual({ ...withoutDeals, ...expected });
  });
});
