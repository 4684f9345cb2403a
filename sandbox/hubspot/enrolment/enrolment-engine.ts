/**
 * Enrols records in enabled workflows, only from what is stored in the portal: it listens to changes, evaluates the
 * flows' own filters, waits the enrolment delay, checks again and runs the actions.
 */
import { associationsOf } from '../associations/associate.ts';
import { findRecord } from '../crm/records.ts';
import { recordSubject } from '../filters/record-subject.ts';
import type { Flow } from '../flows/flow.ts';
import type { LoggedChange } from '../portal/change-log.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId } from '../portal/tables.ts';
import { decideEnrolment, meetsCriteria, type PropertyChange } from './decide-enrolment.ts';
import type { Enrolment } from './enrolment.ts';
import { createFlowRunner, type FlowRunner, type RunnerOptions } from './run-flow.ts';

export type EnrolmentEngine = {
  /** Ends a waiting action; false when the callback id is not known. */
  completeCallback(callbackId: string, outputFields: unknown): boolean;
  /** To be called when the movable clock was moved: workflow delays may be over. */
  clockMoved(): void;
  stop(): void;
};

export function startEnrolmentEngine(portal: Portal, options: RunnerOptions): EnrolmentEngine {
  const runner: FlowRunner = createFlowRunner(portal, options);
  /** Per flow, the records that meet its criteria now. */
  const meeting = new Map<string, Set<string>>();
  const enrolledBefore = new Map<string, Set<string>>();
  const timers = new Set<NodeJS.Timeout>();
  const unlisten = portal.changes.listen(onChange);

  function onChange(change: LoggedChange): void {
    switch (change.kind) {
      case 'flow changed':
        noteWhoMeets(change.flowId);
        break;
      case 'record created':
      case 'record restored':
        reconsider(change.objectType, change.objectId, null);
        break;
      case 'record merged':
        inheritEnrolments(change.objectId, change.mergedIds);
        reconsider(change.objectType, change.objectId, null);
        break;
      case 'property changed': {
        const type = portal.properties[change.objectType].get(change.property)?.type;
        reconsider(change.objectType, change.objectId, { property: change.property, value: change.value, type });
        reconsiderNeighbours(change.objectType, change.objectId);
        break;
      }
      case 'association changed':
        reconsider(change.fromType, change.fromId, null);
        reconsider(change.toType, change.toId, null);
        break;
    }
  }

  /** Records that already meet the criteria when a flow is enabled or edited do not enrol. */
  function noteWhoMeets(flowId: string): void {
    const flow = portal.flows.get(flowId);
    if (!flow) {
      meeting.delete(flowId);
      return;
    }
    const found = new Set<string>();
    for (const record of portal.records[flow.objectTypeId as ObjectTypeId].values()) {
      if (record.archivedAt === null && meetsCriteria(flow, recordSubject(portal, record), portal.now()))
        found.add(record.id);
    }
    meeting.set(flowId, found);
  }

  function reconsiderNeighbours(type: ObjectTypeId, id: string): void {
    for (const flow of portal.flows.values()) {
      if (!flow.isEnabled || flow.objectTypeId === type) continue;
      const neighbourType = flow.objectTypeId as ObjectTypeId;
      const ids = new Set(associationsOf(portal, id, neighbourType).map((association) => association.toId));
      for (const neighbourId of ids) reconsider(neighbourType, neighbourId, null, flow);
    }
  }

  function reconsider(type: ObjectTypeId, id: string, change: PropertyChange | null, only?: Flow): void {
    const record = findRecord(portal, type, id);
    if (!record) return;
    for (const flow of only ? [only] : portal.flows.values()) {
      if (flow.isEnabled && flow.objectTypeId === type) reconsiderFor(flow, record, change);
    }
  }

  function reconsiderFor(flow: Flow, record: CrmRecord, change: PropertyChange | null): void {
    const now = portal.now();
    const members = meeting.get(flow.id) ?? new Set<string>();
    meeting.set(flow.id, members);
    const met = members.has(record.id);
    const meets = meetsCriteria(flow, recordSubject(portal, record), now);
    if (meets) members.add(record.id);
    else members.delete(record.id);
    const criteria = flow.enrollmentCriteria;
    if (!meets && criteria?.type === 'LIST_BASED' && criteria.unEnrollObjectsNotMeetingCriteria) {
      runner.stopActive(flow.id, record.id, 'no longer meets the enrolment criteria');
    }
    const before = enrolledBefore.get(flow.id)?.has(record.id) ?? false;
    const decision = decideEnrolment(flow, { meets, met, enrolledBefore: before, change }, now);
    if (decision.enrols) schedule(flow, record, decision.reason);
  }

  /** A record is in a workflow, or on its way into it, at most once at a time. */
  function schedule(flow: Flow, record: CrmRecord, reason: string): void {
    const open = portal.enrolments.some(
      (one) =>
        one.flowId === flow.id && one.objectId === record.id && (one.status === 'scheduled' || one.status === 'active'),
    );
    if (open) return;
    const enrolment: Enrolment = {
      id: portal.nextId(),
      flowId: flow.id,
      flowRevisionId: flow.revisionId,
      objectTypeId: record.type,
      objectId: record.id,
      status: 'scheduled',
      reason,
      scheduledAt: portal.now(),
      scheduledMonotonicMs: performance.now(),
      enrolledAt: null,
      enrolledMonotonicMs: null,
      endedAt: null,
      steps: [],
      outputs: {},
    };
    portal.enrolments.push(enrolment);
    announce(enrolment);
    const timer = setTimeout(() => {
      timers.delete(timer);
      enrol(enrolment);
    }, portal.settings.enrolmentDelayMs);
    timers.add(timer);
  }

  function enrol(enrolment: Enrolment): void {
    const flow = portal.flows.get(enrolment.flowId);
    const record = findRecord(portal, enrolment.objectTypeId as ObjectTypeId, enrolment.objectId);
    const refusal = !flow
      ? 'the workflow was deleted'
      : !flow.isEnabled
        ? 'the workflow is off'
        : !record
          ? 'the record is gone'
          : !meetsCriteria(flow, recordSubject(portal, record), portal.now())
            ? 'no longer meets the enrolment criteria'
            : null;
    if (refusal || !flow || !record) {
      enrolment.status = 'not enrolled';
      enrolment.reason = refusal ?? '';
      enrolment.endedAt = portal.now();
      announce(enrolment);
      return;
    }
    const members = enrolledBefore.get(flow.id) ?? new Set<string>();
    enrolledBefore.set(flow.id, members.add(record.id));
    enrolment.objectId = record.id;
    enrolment.flowRevisionId = flow.revisionId;
    enrolment.status = 'active';
    enrolment.enrolledAt = portal.now();
    enrolment.enrolledMonotonicMs = performance.now();
    announce(enrolment);
    runner.run(enrolment);
  }

  function inheritEnrolments(newId: string, oldIds: string[]): void {
    for (const sets of [meeting, enrolledBefore]) {
      for (const members of sets.values()) if (oldIds.some((id) => members.has(id))) members.add(newId);
    }
  }

  function announce({ id, flowId, objectId, status }: Enrolment): void {
    portal.changes.publish({ kind: 'enrolment changed', enrolmentId: id, flowId, objectId, status });
  }

  return {
    completeCallback: runner.completeCallback,
    clockMoved: runner.clockMoved,
    stop() {
      unlisten();
      for (const timer of timers) clearTimeout(timer);
      runner.stop();
    },
  };
}
