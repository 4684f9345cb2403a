import { Checkbox, StatusTag, TableCell, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { PlanStep } from '@zo/shared';
import { PagedTable } from '../frame/PagedTable.tsx';

type Props = {
  steps: PlanStep[];
  canEdit: boolean;
  forced: string[];
  onForce: (name: string, isForced: boolean) => void;
};

const acts = {
  create: { words: 'Create', variant: 'success' },
  change: { words: 'Change', variant: 'info' },
  'switch on': { words: 'Switch on', variant: 'info' },
  'leave alone': { words: 'Left alone', variant: 'warning' },
  refuse: { words: 'Not possible', variant: 'danger' },
} as const;

export function PlanTable({ steps, canEdit, forced, onForce }: Props) {
  if (steps.length === 0) return null;
  return (
    <PagedTable
      rows={steps}
      pageSize={12}
      head={
        <>
          <TableHeader width="min">What is done</TableHeader>
          <TableHeader>To what</TableHeader>
          <TableHeader>How</TableHeader>
        </>
      }
      draw={(step) => (
        <TableRow key={`${step.act} ${step.what}`}>
          <TableCell width="min">
            <StatusTag variant={acts[step.act].variant}>{acts[step.act].words}</StatusTag>
          </TableCell>
          <TableCell>{step.what}</TableCell>
          <TableCell>
            {step.words.map((words) => (
              <Text key={words} variant="microcopy">
                {words}
              </Text>
            ))}
            {step.wasDeleted ? <Text variant="microcopy">somebody deleted it; it is made again</Text> : null}
            {step.canForce && canEdit ? (
              <Checkbox
                name={`force ${step.name}`}
                size="sm"
                checked={forced.includes(step.name)}
                onChange={(isChecked) => onForce(step.name, isChecked)}
              >
                {`Overwrite what was changed by hand in ${step.name}`}
              </Checkbox>
            ) : null}
          </TableCell>
        </TableRow>
      )}
    />
  );
}
