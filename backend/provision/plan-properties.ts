/** What to do so that a portal has our property groups and properties. Pure. */
import { type PropertyDefinition, propertyGroup } from '@zo/shared';
import type { RecordType } from '../hubspot/hubspot-record.ts';
import type { LiveProperty } from '../hubspot/property-calls.ts';
import { artefactWords, groupArtefact, propertyArtefact } from './artefact.ts';
import type { KeptArtefacts } from './keeping.ts';
import type { Force, Planned } from './plan-step.ts';
import {
  asNewProperty,
  changeOf,
  conflictOf,
  isSamePart,
  liveParts,
  partWords,
  wantedParts,
} from './property-parts.ts';
import { judgeParts, partsJudged, partsNamed } from './three-way.ts';

export type PropertiesFound = {
  groups: Record<RecordType, readonly { name: string }[]>;
  properties: Record<RecordType, readonly LiveProperty[]>;
};

const objects: RecordType[] = ['contact', 'company'];

export function planProperties(
  wanted: readonly PropertyDefinition[],
  found: PropertiesFound,
  kept: KeptArtefacts,
  isForced: Force,
): Planned {
  const plan: Planned = { steps: [], asWanted: [], notes: [] };
  for (const object of objects) planGroup(object, found, kept, plan);
  for (const property of wanted) {
    const live = found.properties[property.object].find(({ name }) => name === property.name) ?? null;
    planProperty(property, live, kept, isForced, plan);
  }
  return plan;
}

/** What people call the group is theirs: only that it is there matters. */
function planGroup(object: RecordType, { groups }: PropertiesFound, kept: KeptArtefacts, plan: Planned): void {
  const { name, label } = propertyGroup;
  const artefact = groupArtefact(object, name);
  const sent = { name };
  if (groups[object].some((group) => group.name === name)) {
    plan.asWanted.push({ artefact, id: null, sent, returned: sent });
    return;
  }
  const wasDeleted = isOurs(kept, artefactWords(artefact));
  plan.steps.push({
    act: 'create',
    artefact,
    words: [`"${label}"`],
    wasDeleted,
    work: { group: { object, name, label } },
    sent,
  });
}

function planProperty(
  wanted: PropertyDefinition,
  live: LiveProperty | null,
  keptArtefacts: KeptArtefacts,
  isForced: Force,
  plan: Planned,
): void {
  const artefact = propertyArtefact(wanted);
  const key = artefactWords(artefact);
  const kept = keptArtefacts[key] ?? null;
  const parts = wantedParts(wanted);
  if (live === null) {
    const work = { property: asNewProperty(wanted), object: wanted.object };
    const wasDeleted = isOurs(keptArtefacts, key);
    plan.steps.push({ act: 'create', artefact, words: [wanted.type], wasDeleted, work, sent: parts });
    return;
  }
  const conflict = conflictOf(wanted, live);
  if (conflict !== null) {
    plan.steps.push({ act: 'refuse', artefact, words: [conflict] });
    return;
  }
  const there = liveParts(live);
  const verdicts = judgeParts({ kept, live: there, wanted: parts }, isSamePart);
  const byHand = partsJudged(verdicts, 'by hand', 'kept differently');
  const force = byHand.length > 0 && isForced(artefact);
  const outdated = partsJudged(verdicts, 'outdated');
  const changed = [...outdated, ...(force ? byHand : [])];
  const words = (names: string[]) => names.map((part) => partWords(part, there, parts));
  if (changed.length > 0) {
    const change = changeOf(changed, live, wanted);
    const work = { property: wanted.name, object: wanted.object, change };
    plan.steps.push({
      act: 'change',
      artefact,
      words: words(changed),
      isForced: force,
      work,
      sent: partsNamed(parts, changed),
      ours: partsNamed(there, outdated),
    });
  }
  if (byHand.length > 0 && !force) {
    plan.steps.push({
      act: 'leave alone',
      artefact,
      words: words(byHand),
      remedy: `--force ${wanted.name} overwrites it`,
    });
  }
  const asWanted = partsJudged(verdicts, 'as wanted');
  const sent = partsNamed(parts, asWanted);
  if (asWanted.length === verdicts.size) {
    plan.asWanted.push({ artefact, id: null, sent, returned: partsNamed(there, asWanted) });
  }
}

/** We wrote it to the end once: that it is gone is somebody's doing. */
export function isOurs(kept: KeptArtefacts, key: string): boolean {
  return kept[key] !== undefined && kept[key].pending === null;
}
