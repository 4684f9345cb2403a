/** Makes the groups and the properties of ours in a portal, and nothing else. Running it again writes nothing. */
import { type PropertyDefinition, properties } from '@zo/shared';
import type { RecordType } from '../hubspot/hubspot-record.ts';
import { type Applying, applyPlan } from './apply-plan.ts';
import { type Artefact, artefactWords } from './artefact.ts';
import { planProperties } from './plan-properties.ts';
import { readProperties } from './read-portal.ts';

export type PropertyConflict = { object: RecordType; name: string; reason: string };

export type PropertyReport = {
  /** "contact property zo_plan", "company property group product_activity". */
  created: string[];
  changed: string[];
  /** Changed by people, who keep it so. */
  leftAlone: string[];
  unchanged: string[];
  /** Same name, other meaning: never overwritten. */
  conflicts: PropertyConflict[];
};

export async function ensureProperties(
  applying: Applying,
  wanted: readonly PropertyDefinition[] = properties,
): Promise<PropertyReport> {
  const found = await readProperties(applying.gateway);
  const planned = planProperties(wanted, found, await applying.keeping.read(), () => false);
  const plan = { ...planned, refusals: [], owners: [], workflows: { handoff: null, return: null } };
  const { done } = await applyPlan(plan, applying);
  const wordsOf = (steps: { artefact: Artefact }[]) => steps.map(({ artefact }) => artefactWords(artefact));
  const written = (act: string) =>
    wordsOf(done.filter(({ step, result }) => step.act === act && result.outcome === 'done').map(({ step }) => step));
  const conflict = ({ object, name }: Artefact, reason: string) => ({ object, name, reason });
  return {
    created: written('create'),
    changed: written('change'),
    leftAlone: wordsOf(plan.steps.filter(({ act }) => act === 'leave alone')),
    unchanged: wordsOf(plan.asWanted),
    conflicts: [
      ...plan.steps.flatMap(({ act, artefact, words }) =>
        act === 'refuse' ? [conflict(artefact, words.join('; '))] : [],
      ),
      ...done.flatMap(({ step, result }) =>
        result.outcome === 'refused' ? [conflict(step.artefact, result.reason)] : [],
      ),
    ],
  };
}
