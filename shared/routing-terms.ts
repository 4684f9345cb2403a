/** Under which terms account executives get handoffs, as the playbook says it. */
import type { Rule } from './playbook.ts';
import type { WorkingHours } from './working-time.ts';

/** A span of local days, first and last included. A day is a number, as in local-days.ts. */
export type Leave = { from: number; to: number };

/** What stands of one owner besides the address. */
export type OwnerTerms = {
  /** Their share against everybody else's. */
  weight: number;
  /** Null: the playbook's. */
  hours: WorkingHours | null;
  /** IANA name; null: the portal's. */
  zone: string | null;
  /** In the order of the file. */
  leave: Leave[];
  /** Address of whoever looks after them. */
  manager: string | null;
  /** Who they are in Slack: another address, or a user id; null: whoever has their address there. */
  slack: string | null;
  /** Most handoffs on one day of their zone. */
  dailyCap: number | null;
  /** Most handoffs they have open. */
  openCap: number | null;
  /** Of which contacts; null: of all. What is not known is not inside. */
  territory: Rule | null;
};

export const plainTerms: OwnerTerms = {
  weight: 1,
  hours: null,
  zone: null,
  leave: [],
  manager: null,
  slack: null,
  dailyCap: null,
  openCap: null,
  territory: null,
};

export type Routing = {
  /** Whether owners get handoffs outside of their working hours. */
  outsideHours: boolean;
  /** Days before a leave begins and after it has ended on which nobody is given anything new. */
  leaveBufferDays: number;
  /** By address; of whom nothing stands here, nothing special does. */
  owners: Record<string, OwnerTerms>;
};

export const defaultLeaveBufferDays = 1;

export const plainRouting: Routing = { outsideHours: true, leaveBufferDays: defaultLeaveBufferDays, owners: {} };

/** The terms of one owner; those of nobody in particular when the playbook says nothing more than the address. */
export function termsOf(routing: Routing | undefined, email: string): OwnerTerms {
  const { owners } = routing ?? plainRouting;
  return Object.hasOwn(owners, email) ? owners[email]! : plainTerms;
}
