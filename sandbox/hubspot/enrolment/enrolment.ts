/** One record's way through one workflow, with the times of each step. */

export type EnrolmentStep = {
  actionId: string;
  actionTypeId: string;
  startedAt: number;
  startedMonotonicMs: number;
  endedAt: number | null;
  endedMonotonicMs: number | null;
  /** 'retrying' and 'blocked' are still open. */
  outcome: 'running' | 'retrying' | 'blocked' | 'waiting' | 'done' | 'failed' | 'expired' | 'branch';
  callbackId?: string;
  attempts?: number;
  detail?: string;
  outputs?: Record<string, string>;
};

export type Enrolment = {
  id: string;
  flowId: string;
  flowRevisionId: string;
  objectTypeId: string;
  objectId: string;
  /** 'scheduled': the filters held; they are checked again after the enrolment delay. */
  status: 'scheduled' | 'not enrolled' | 'active' | 'completed' | 'stopped';
  reason: string;
  scheduledAt: number;
  scheduledMonotonicMs: number;
  enrolledAt: number | null;
  enrolledMonotonicMs: number | null;
  endedAt: number | null;
  steps: EnrolmentStep[];
  /** Outputs of finished actions by action id, for FIELD_DATA. */
  outputs: Record<string, Record<string, string>>;
};
