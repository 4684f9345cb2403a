import { StatusTag } from '@hubspot/ui-extensions';
import type { Home } from '@zo/shared';

/** Whether it works, in one glance: alarms and failed checks are often about the same thing. */
export function HealthVerdict({ home: { health, tables } }: { home: Home }) {
  const problems = tables.checks.rows.filter(({ cells }) => cells[1] === 'Problem').length;
  if (tables.checks.asOf === null && health.alarms === 0) return <StatusTag variant="info">Checking</StatusTag>;
  const count = Math.max(health.alarms, problems);
  if (count === 0 && health.failed.count === 0) return <StatusTag variant="success">Everything works</StatusTag>;
  if (count === 0) return <StatusTag variant="warning">Something was not delivered</StatusTag>;
  return <StatusTag variant="danger">{count === 1 ? '1 thing needs you' : `${count} things need you`}</StatusTag>;
}
