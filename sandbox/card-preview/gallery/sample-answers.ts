/** What the backend answers about the sample activity. */
import { settingsAnswers } from './settings-answers.ts';

const { asOf, portal } = settingsAnswers.keys;
const nothing = { asOf, portal, mayChange: true, person: null, unmet: [], waiting: [] };

export const noSample = { ...nothing, status: 'none' } as const;
export const loadingSample = {
  ...nothing,
  status: 'loading',
  waiting: ['the contact, on its way to HubSpot'],
} as const;
export const loadedSample = {
  ...nothing,
  status: 'loaded',
  person: { name: 'Sample Person', contactId: '501', score: 65, conditionsMet: 4, conditions: 4, gate: 'sample' },
} as const;
