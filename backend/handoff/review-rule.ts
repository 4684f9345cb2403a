/** Whether somebody looks at a crossing before it is handed off: the sentence of the playbook's `review.when`. */
import { judgeExpression, type Playbook, type Readiness, type ReadinessFacts } from '@zo/shared';

/** 'no' also for a playbook that reviews nothing. */
export function evaluateReview({ review }: Pick<Playbook, 'review'>, facts: ReadinessFacts): Readiness['ready'] {
  if (review === null) return 'no';
  const verdict = judgeExpression(review.when, facts);
  if (verdict === 'not known') return 'unknown';
  return verdict === 'met' ? 'yes' : 'no';
}
