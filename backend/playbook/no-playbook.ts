import type { Playbook } from '@zo/shared';
import { readPlaybook } from './read-playbook.ts';

/**
 * The rules before a portal has a playbook: events are accepted and kept, activity is counted, nothing has a meaning yet.
 * Saving the first playbook rebuilds usage from the kept events.
 */
export const noPlaybook: Playbook = { ...placeholder(), signals: [], score: [], exclude: [], return: null };

function placeholder(): Playbook {
  const read = readPlaybook(`definition: A free user becomes an SQL when zo_activation_status = activated
handoff: { owners: [nobody@example.invalid], first call due: 2 working hours }`);
  if ('errors' in read) throw new Error(`The placeholder playbook does not parse: ${read.errors[0]?.message}`);
  return read.playbook;
}
