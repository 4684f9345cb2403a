import { type Assignment, assignOwner, type PortalOwner } from '../../backend/handoff/assign.ts';

/** Assigned to this owner: the next in rotation, or named by the workflow. */
export function assignedTo(owner: PortalOwner, named = false): Extract<Assignment, { assigned: true }> {
  const assignment = assignOwner({
    presentOwnerId: null,
    companyOwnerId: null,
    pool: [owner.email],
    owners: [owner],
    rotation: 0,
    named: named ? owner.id : null,
  });
  if (!assignment.assigned) throw new Error(assignment.reason);
  return assignment;
}

/** Nobody may get it: the only owner of the playbook is no longer active. */
export function nobodyFor(owner: PortalOwner): Extract<Assignment, { assigned: false }> {
  const assignment = assignOwner({
    presentOwnerId: null,
    companyOwnerId: null,
    pool: [owner.email],
    owners: [{ ...owner, active: false }],
    rotation: 0,
    named: null,
  });
  if (assignment.assigned) throw new Error(assignment.reason);
  return assignment;
}
