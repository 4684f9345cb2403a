/** What the HubSpot tab does: provision, go live, restore a workflow. */
import type { ProvisionDone, ProvisionRequest, RestoreDone, RestoreRequest } from '@zo/shared';
import type { DriftWatch } from '../drift/drift-watch.ts';
import { workflowNames } from '../hubspot/workflow-names.ts';
import { type ProvisionAnswer, RefusedPlanError } from '../portals/provision-portal.ts';
import type { Provisioning } from '../portals/provisioning.ts';
import { artefactWords } from '../provision/artefact.ts';
import { type PlanReader, provisioningProblem, stepOf } from './plan-reader.ts';
import type { RunOnce } from './run-once.ts';

export type HubspotWriteParts = {
  provisioning: Pick<Provisioning, 'apply'>;
  drift: Pick<DriftWatch, 'restore'>;
  plans: Pick<PlanReader, 'forget'>;
  once: Pick<RunOnce, 'run'>;
};

export type HubspotWrites = {
  provision(portalId: number, author: string, request: ProvisionRequest): Promise<ProvisionDone>;
  restore(portalId: number, author: string, request: RestoreRequest): Promise<RestoreDone>;
};

export function hubspotWrites({ provisioning, drift, plans, once }: HubspotWriteParts): HubspotWrites {
  return {
    provision(portalId, author, { requestId, goLive, force }) {
      const detail = force.length === 0 ? '' : `overwriting ${force.join(', ')}`;
      const deed = goLive ? 'go live' : 'provision';
      return once.run<ProvisionDone>(portalId, { requestId, author, deed, detail }, async (report) => {
        try {
          const answer = await provisioning.apply(portalId, { goLive, force }, ({ step, of, act, words }) =>
            report(`Step ${step} of ${of}: ${act} ${words}`),
          );
          return { answer: { status: 'done', ...doneOf(answer) }, outcome: 'done' };
        } catch (error) {
          const reason = error instanceof RefusedPlanError ? error.message : provisioningProblem(error);
          return {
            answer: { status: 'refused', reason },
            outcome: error instanceof RefusedPlanError ? 'refused' : 'failed',
          };
        } finally {
          plans.forget(portalId);
        }
      });
    },
    restore(portalId, author, { requestId, workflow }) {
      const entry = { requestId, author, deed: 'restore workflow', detail: workflowNames[workflow] } as const;
      return once.run<RestoreDone>(portalId, entry, async () => {
        const order = { workflow, since: null, by: author, mention: null };
        try {
          const answer = await drift.restore(portalId, order);
          if (answer.outcome === 'restored')
            return { answer: { status: 'done', undone: answer.undone }, outcome: 'done' };
          const reason =
            answer.outcome === 'nothing to restore'
              ? 'There is nothing to restore: it is as the playbook says'
              : answer.reason;
          return { answer: { status: 'refused', reason }, outcome: answer.outcome === 'failed' ? 'failed' : 'refused' };
        } catch (error) {
          return { answer: { status: 'refused', reason: provisioningProblem(error) }, outcome: 'failed' };
        }
      });
    },
  };
}

function doneOf(answer: ProvisionAnswer) {
  const { done, leftAlone, asWanted, notes, goLiveAt, mode } = answer;
  const count = (act: ProvisionAnswer['done'][number]['act']) =>
    done.filter((step) => step.act === act && step.refused === null).length;
  return {
    created: count('create'),
    changed: count('change'),
    switchedOn: count('switch on'),
    asWanted,
    refused: done.flatMap((step) =>
      step.refused === null ? [] : [{ what: artefactWords(step), reason: step.refused }],
    ),
    leftAlone: leftAlone.map(stepOf),
    notes,
    liveSince: goLiveAt,
    mode,
  };
}
