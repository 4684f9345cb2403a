import {
  Button,
  EmptyState,
  Flex,
  MultiSelect,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { FormSignal, SignalArrivals } from '@zo/shared';
import { eventOptions } from './event-options.ts';
import { type FormProps, problemAt } from './form-props.ts';
import { arrivalWords } from './seen-words.ts';

export function SignalTable(props: FormProps) {
  const { form, draft, canEdit } = props;
  if (form.signals.length === 0) {
    return (
      <EmptyState title="No signals yet" layout="vertical" imageName="target" flush={true}>
        <Text>Choose the events that mean something from those that have arrived below.</Text>
      </EmptyState>
    );
  }
  return (
    <Table bordered={true}>
      <TableHead>
        <TableRow>
          <TableHeader width={150}>Signal</TableHeader>
          <TableHeader>Events that mean it, and whether they arrive</TableHeader>
          {canEdit ? <TableHeader width="min"> </TableHeader> : null}
        </TableRow>
      </TableHead>
      <TableBody>
        {form.signals.map((signal, index) => (
          <SignalRow
            key={signal.name}
            signal={signal}
            index={index}
            arrivals={draft.checked.signals.find(({ name }) => name === signal.name)}
            {...props}
          />
        ))}
      </TableBody>
    </Table>
  );
}

type RowProps = FormProps & { signal: FormSignal; index: number; arrivals: SignalArrivals | undefined };

function SignalRow({ signal, index, arrivals, draft, tab, canEdit, now }: RowProps) {
  const { name, events } = signal;
  const problem = problemAt(draft, 'signals', index);
  const choose = (chosen: string[]) => {
    if (chosen.length > 0) draft.edit({ kind: 'signal', name, events: chosen });
  };
  return (
    <TableRow>
      <TableCell width={150}>
        <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
        <Text variant="microcopy">{usedWords(arrivals)}</Text>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="extra-small">
          {canEdit ? (
            <MultiSelect
              name={`signal ${name}`}
              label={`Events that mean “${name}”`}
              value={events}
              options={eventOptions(tab.eventsSeen, events, now)}
              onChange={(chosen) => choose(chosen.map(String))}
              error={problem !== undefined}
              validationMessage={problem?.message}
            />
          ) : (
            <Text>{events.join(', ')}</Text>
          )}
          <Arrivals arrivals={arrivals} events={events} canEdit={canEdit} now={now} onChoose={choose} />
        </Flex>
      </TableCell>
      {canEdit ? (
        <TableCell width="min">
          <Button size="xs" variant="transparent" onClick={() => draft.edit({ kind: 'signal', name, events: null })}>
            Remove
          </Button>
        </TableCell>
      ) : null}
    </TableRow>
  );
}

function usedWords(arrivals: SignalArrivals | undefined): string {
  if (arrivals === undefined) return '';
  return arrivals.neededBy.length === 0 ? 'not used' : `used by ${arrivals.neededBy.join(', ')}`;
}

type ArrivalProps = {
  arrivals: SignalArrivals | undefined;
  events: string[];
  canEdit: boolean;
  now: number;
  onChoose: (events: string[]) => void;
};

/** "Onboarding Completed has not arrived; Onboarding Complete has, 312 this week", and one click to choose it. */
function Arrivals({ arrivals, events, canEdit, now, onChoose }: ArrivalProps) {
  return (
    <Flex direction="column" gap="extra-small" align="start">
      {(arrivals?.events ?? []).map(({ name, seen, nearest }) =>
        seen !== null ? (
          <StatusTag key={name} variant={seen.thisWeek > 0 ? 'success' : 'warning'}>
            {events.length === 1 ? arrivalWords(seen, now) : `${name}: ${arrivalWords(seen, now)}`}
          </StatusTag>
        ) : (
          <Flex key={name} direction="column" align="start">
            <StatusTag variant="danger">{`${name} has not arrived`}</StatusTag>
            {nearest === null ? null : (
              <Text variant="microcopy">{`${nearest.name} has, ${arrivalWords(nearest, now)}`}</Text>
            )}
            {nearest === null || !canEdit ? null : (
              <Button size="xs" onClick={() => onChoose(events.map((one) => (one === name ? nearest.name : one)))}>
                {`Use ${nearest.name}`}
              </Button>
            )}
          </Flex>
        ),
      )}
    </Flex>
  );
}
