import type { FormOwner, OwnerState } from '@zo/shared';

/** "weight 2, Mon-Thu 8-14, leave 2026-12-20 to 2027-01-03"; what is not written is as for everybody. */
export function termWords({ terms, leave }: FormOwner): string {
  const { weight, hours, zone, manager, territory } = terms;
  const parts = [
    weight && `weight ${weight}`,
    hours,
    zone,
    terms['daily cap'] && `at most ${terms['daily cap']} a day`,
    terms['open cap'] && `at most ${terms['open cap']} open`,
    territory && `where ${territory}`,
    leave.length > 0 && `leave ${leave.join(', ')}`,
    manager && `manager ${manager}`,
  ].filter(Boolean);
  return parts.length === 0 ? 'as everybody' : parts.join(', ');
}

type Shown = { words: string; variant: 'success' | 'danger' | 'warning' | 'default' };

export function hubspotWords(state: OwnerState | undefined): Shown {
  switch (state?.hubspot) {
    case 'active':
      return { words: 'Active', variant: 'success' };
    case 'inactive':
      return { words: 'Deactivated', variant: 'danger' };
    case 'unknown':
      return { words: 'Not an owner', variant: 'danger' };
    case undefined:
      return { words: 'Being looked up', variant: 'default' };
  }
}

export function slackWords(state: OwnerState | undefined): Shown {
  switch (state?.slack) {
    case 'found':
      return { words: 'Found', variant: 'success' };
    case 'absent':
      return { words: 'Nobody there', variant: 'warning' };
    case 'not connected':
      return { words: 'Not connected', variant: 'default' };
    default:
      return { words: 'Not known', variant: 'default' };
  }
}

/** Whom the playbook means in Slack, where it is not whoever has the owner's address. */
export function slackNote({ terms }: FormOwner, state: OwnerState | undefined): string | null {
  if (!terms.slack) return null;
  return state?.slackName == null ? terms.slack : `as ${state.slackName}`;
}
