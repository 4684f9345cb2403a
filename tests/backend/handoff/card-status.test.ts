import type { CardHandoffStatus } from '@zo/shared';
import { type HandoffStatus, handoffStatuses } from '../../../backend/handoff/handoff.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

it('the card knows exactly the statuses of a handoff', () => {
  const isSame: Same<CardHandoffStatus, HandoffStatus> = true;
  expect(isSame).toBe(true);
  expect(new Set(handoffStatuses).size).toBe(handoffStatuses.length);
});
