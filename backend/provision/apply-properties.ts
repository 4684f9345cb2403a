/** Makes and changes property groups and properties, and waits until HubSpot shows them. */
import type { RecordType } from '../hubspot/hubspot-record.ts';
import type { LiveProperty, NewProperty } from '../hubspot/property-calls.ts';
import type { Applying, StepDone, StepResult } from './apply-plan.ts';
import { artefactWords } from './artefact.ts';
import type { KeptArtefacts } from './keeping.ts';
import { isWriting, type WritingStep } from './plan-step.ts';
import { isSamePart, liveParts } from './property-parts.ts';
import { keptAfter, type Parts, partsNamed } from './three-way.ts';

/** HubSpot shows a new property a quarter to a whole second later, and refuses writes of it until then. */
const looks = 20;
const lookEveryMs = 250;

export async function applyPropertyStep(step: WritingStep, applying: Applying): Promise<StepResult> {
  const { gateway } = applying;
  const { work } = step;
  if ('group' in work) {
    const { object, name, label } = work.group;
    await gateway.createPropertyGroup(object, { name, label });
    return { outcome: 'done' };
  }
  if (!('object' in work)) throw new Error(`${artefactWords(step.artefact)} is no property`);
  if ('change' in work) {
    await gateway.updateProperty(work.object, work.property, work.change);
    return { outcome: 'done' };
  }
  const result = await gateway.createProperty(work.object, work.property);
  return result === 'created' ? { outcome: 'done' } : settleExisting(step, work, applying);
}

/** It was made between the plan and now: by another run of ours, whose work HubSpot did not show yet, or by a person. */
async function settleExisting(
  step: WritingStep,
  { object, property }: { object: RecordType; property: NewProperty },
  applying: Applying,
): Promise<StepResult> {
  const live = (await visible(object, [step], applying)).get(property.name);
  const isOurs =
    live?.type === property.type &&
    Object.keys(step.sent).every((part) => isSamePart(part, step.sent, liveParts(live)));
  if (isOurs) return { outcome: 'done' };
  return { outcome: 'refused', reason: 'somebody made it in the meantime: run this again to see what it is' };
}

/** Waits until HubSpot shows what was made, and remembers everything written as HubSpot returns it. What stays out of sight counts as refused. */
export async function settleProperties(done: StepDone[], { gateway, keeping, sleep }: Applying): Promise<void> {
  const written = done.flatMap(({ step, result }) => {
    const isHere = isWriting(step) && (step.artefact.kind === 'property' || step.artefact.kind === 'group');
    return isHere && result.outcome === 'done' ? [step] : [];
  });
  const kept = await keeping.read();
  const records: KeptArtefacts = {};
  const remember = (step: WritingStep, returned: Record<string, unknown>) => {
    const key = artefactWords(step.artefact);
    records[key] = keptAfter(kept[key] ?? null, { id: null, sent: step.sent, returned });
  };
  const refuse = (step: WritingStep, reason: string) => {
    for (const entry of done) if (entry.step === step) entry.result = { outcome: 'refused', reason };
  };
  for (const object of ['contact', 'company'] as const) {
    const ofObject = written.filter(({ artefact }) => artefact.object === object);
    const properties = ofObject.filter(({ artefact }) => artefact.kind === 'property');
    const live = properties.length === 0 ? new Map() : await visible(object, properties, { gateway, sleep });
    for (const step of properties) {
      const there = live.get(step.artefact.name);
      if (there === undefined) refuse(step, 'HubSpot does not show it: run this again');
      else if (isUntouched(step, liveParts(there))) refuse(step, 'HubSpot shows it as it was: run this again');
      else remember(step, partsNamed(liveParts(there), Object.keys(step.sent)));
    }
    for (const step of ofObject.filter(({ artefact }) => artefact.kind === 'group')) remember(step, step.sent);
  }
  await keeping.write(records);
}

/** HubSpot took the change and shows nothing of it. What is remembered stays as it was, so that the next run writes again. */
function isUntouched(step: WritingStep, live: Parts): boolean {
  if (step.act === 'create') return false;
  const changed = Object.keys(step.sent).filter((part) => !isSamePart(part, step.sent, live));
  return changed.length > 0 && changed.every((part) => part in step.ours && isSamePart(part, step.ours, live));
}

async function visible(
  object: RecordType,
  steps: WritingStep[],
  { gateway, sleep }: Pick<Applying, 'gateway' | 'sleep'>,
): Promise<Map<string, LiveProperty>> {
  for (let look = 1; ; look += 1) {
    const live = new Map((await gateway.listProperties(object)).map((property) => [property.name, property]));
    if (look === looks || steps.every(({ artefact }) => live.has(artefact.name))) return live;
    await sleep(lookEveryMs);
  }
}
