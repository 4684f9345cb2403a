import { Box, Button, Flex, Input, MultiSelect } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { eventOptions } from './event-options.ts';
import type { FormProps } from './form-props.ts';

const wellKnown = ['activated', 'key action', 'teammate invited', 'visited pricing', 'hit usage limit'];

export function AddSignal({ form, draft, tab, now }: FormProps) {
  const [name, setName] = useState('');
  const [events, setEvents] = useState<string[]>([]);
  const free = wellKnown.filter((one) => !form.signals.some((signal) => signal.name === one));
  const isThere = form.signals.some((signal) => signal.name.toLowerCase() === name.trim().toLowerCase());
  const add = () => {
    draft.edit({ kind: 'signal', name: name.trim(), events });
    setName('');
    setEvents([]);
  };
  return (
    <Flex gap="small" align="end" wrap="wrap">
      <Box flex={1}>
        <Input
          label="New signal"
          name="new signal"
          placeholder={free[0] ?? 'such as “exported a report”'}
          value={name}
          error={isThere}
          validationMessage={isThere ? `There is a signal “${name.trim()}” already` : undefined}
          onInput={setName}
          onChange={setName}
        />
      </Box>
      <Box flex={2}>
        <MultiSelect
          label="Events that mean it"
          name="events of the new signal"
          value={events}
          options={eventOptions(tab.eventsSeen, events, now)}
          onChange={(chosen) => setEvents(chosen.map(String))}
        />
      </Box>
      <Button disabled={name.trim() === '' || events.length === 0 || isThere} onClick={add}>
        Add signal
      </Button>
    </Flex>
  );
}
