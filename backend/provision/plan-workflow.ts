/** What to do so that a portal has one of our workflows, and that it is on when going live. Pure. */
import { type ActionNames, mendActions } from '../hubspot/compare-actions.ts';
import type { Flow } from '../hubspot/flows.ts';
import { type JsonObject, objectsIn } from '../hubspot/json-call.ts';
import type { WorkflowPart } from '../hubspot/provision-workflow.ts';
import type { WantedWorkflowAnswer } from '../hubspot/wanted-workflow.ts';
import type { WorkflowBody } from '../hubspot/workflow-body.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import { type Artefact, artefactWords, workflowArtefact } from './artefact.ts';
import type { Force, Planned, Step } from './plan-step.ts';
import { judgeParts, type Kept, partsJudged, partsNamed, type Verdict } from './three-way.ts';
import { flowPartWords, isSameFlowPart, partsOfFlow } from './workflow-parts.ts';

export type WorkflowToPlan = {
  kind: WorkflowKind;
  wanted: WantedWorkflowAnswer;
  /** As the portal has it; null: there is none. */
  live: Flow | null;
  kept: Kept | null;
  goLive: boolean;
  /** An earlier run switched it on. */
  wasOn: boolean;
  /** What our actions are called in the workflow editor. */
  names: ActionNames;
};

export function planWorkflow(todo: WorkflowToPlan, isForced: Force): Planned {
  const { kind, wanted, live } = todo;
  const artefact = workflowArtefact(kind);
  const name = artefactWords(artefact);
  if (!('wanted' in wanted)) return { steps: [], asWanted: [], notes: [`${name}: ${whyNot(wanted)}`] };
  return live === null
    ? planNew(todo, wanted.wanted, artefact)
    : planExisting(todo, wanted.wanted, live, artefact, isForced(artefact));
}

function whyNot(answer: Exclude<WantedWorkflowAnswer, { wanted: WorkflowBody }>): string {
  if (answer.state === 'not wanted') return `not needed, ${answer.reason}`;
  const ids = `the ids of ${answer.missing.join(', ')} are not known`;
  return `not made, ${ids}: set HUBSPOT_ACTION_IDS, or put any Zo action into a workflow once; direct mode serves until then`;
}

function planNew({ kind, kept, goLive }: WorkflowToPlan, body: WorkflowBody, artefact: Artefact): Planned {
  const create: Step = {
    act: 'create',
    artefact,
    words: [`off, ${body.actions.length} ${body.actions.length === 1 ? 'action' : 'actions'}`],
    wasDeleted: kept !== null && kept.id !== null,
    work: { workflow: kind, body, mayExist: kept !== null && kept.pending !== null },
    sent: partsOfFlow(body),
  };
  return { steps: goLive ? [create, switchOn(kind, artefact)] : [create], asWanted: [], notes: [] };
}

function planExisting(
  { kind, kept, goLive, wasOn, names }: WorkflowToPlan,
  body: WorkflowBody,
  flow: Flow,
  artefact: Artefact,
  force: boolean,
): Planned {
  const live = partsOfFlow(flow);
  const wanted = partsOfFlow(body);
  const verdicts = judgeParts({ kept, live, wanted }, isSameFlowPart);
  if (verdicts.get('actions') === 'outdated' && losesActions(body, flow, kept)) verdicts.set('actions', 'by hand');
  const words = (parts: string[]) => parts.flatMap((part) => flowPartWords(part, wanted, live, names));
  const steps: Step[] = [];
  const outdated = partsJudged(verdicts, 'outdated');
  const disputed = partsJudged(verdicts, 'by hand', 'kept differently');
  const changed = [...outdated, ...(force ? disputed : [])];
  if (changed.length > 0) {
    steps.push({
      act: 'change',
      artefact,
      words: words(changed),
      isForced: force && disputed.length > 0,
      work: { workflow: kind, flowId: flow.id, revisionId: flow.revisionId, body, parts: changed as WorkflowPart[] },
      sent: partsNamed(wanted, changed),
      ours: partsNamed(live, outdated),
    });
  }
  if (!force) steps.push(...leftAlone(verdicts, artefact, words));
  const isBlocked = !force && disputed.some((part) => part !== 'description');
  if (goLive && !flow.isEnabled && !isBlocked) steps.push(switchOn(kind, artefact));
  if (!flow.isEnabled && (isBlocked ? goLive : wasOn && !goLive)) steps.push(staysOff(artefact, isBlocked));
  const isAsWanted = changed.length === 0 && disputed.length === 0;
  const asWanted = isAsWanted ? [{ artefact, id: flow.id, sent: wanted, returned: live }] : [];
  return { steps, asWanted, notes: [] };
}

/** People added actions, and ours cannot be brought up to date in their places. */
function losesActions({ actions }: WorkflowBody, flow: Flow, kept: Kept | null): boolean {
  if (mendActions(actions, flow) !== null) return false;
  const ours = { ...kept?.pending, ...kept?.sent }.actions as JsonObject | undefined;
  return objectsIn(flow.actions).length > objectsIn(ours?.actions).length;
}

function leftAlone(verdicts: Map<string, Verdict>, artefact: Artefact, words: (parts: string[]) => string[]): Step[] {
  const byHand = partsJudged(verdicts, 'by hand');
  const differently = partsJudged(verdicts, 'kept differently');
  const steps: Step[] = [];
  if (byHand.length > 0) {
    const remedy = `--force "${artefact.name}" overwrites it`;
    steps.push({ act: 'leave alone', artefact, words: words(byHand), remedy });
  }
  if (differently.length > 0) {
    const because = words(differently).map((difference) => `HubSpot does not keep it as written: ${difference}`);
    steps.push({ act: 'refuse', artefact, words: because });
  }
  return steps;
}

function switchOn(kind: WorkflowKind, artefact: Artefact): Step {
  return { act: 'switch on', artefact, words: ['enrols nobody by being switched on'], work: { workflow: kind } };
}

function staysOff(artefact: Artefact, isBlocked: boolean): Step {
  const words = [isBlocked ? 'stays off, because it is not as the playbook wants it' : 'is off; it was on'];
  const remedy = isBlocked
    ? `--force "${artefact.name}" overwrites it, or switch it on in HubSpot and run this again`
    : '--go-live switches it on';
  return { act: 'leave alone', artefact, words, remedy };
}
