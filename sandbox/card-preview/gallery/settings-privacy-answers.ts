/** What the Privacy tab is answered. */
import { day, head, settingsNow } from './settings-head.ts';

export const privacy = {
  ...head,
  kept: [
    { kind: 'events', days: 90, goneBefore: settingsNow - 90 * day },
    { kind: 'messageIds', days: 14, goneBefore: settingsNow - 14 * day },
    { kind: 'receipts', days: 730, goneBefore: null },
    { kind: 'audit', days: 730, goneBefore: null },
    { kind: 'messages', days: 180, goneBefore: null },
    { kind: 'people', days: null, goneBefore: null },
  ],
  longestWindow: 30,
  allowed: ['traits.jobTitle'],
  dropped: [
    { name: 'properties.amount', messages: 1204, lastSeenAt: settingsNow - day },
    { name: 'traits.phone', messages: 1, lastSeenAt: settingsNow - 3 * day },
  ],
} as const;
