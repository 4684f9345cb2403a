import { Divider, Flex } from '@hubspot/ui-extensions';
import { Section } from '../frame/Section.tsx';
import { AddSignal } from './AddSignal.tsx';
import { EventsSeen } from './EventsSeen.tsx';
import type { FormProps } from './form-props.ts';
import { SignalTable } from './SignalTable.tsx';

/** Names for what people do in the product, and the events that mean it, chosen from those that have arrived. */
export function SignalsPart(props: FormProps) {
  return (
    <Flex direction="column" gap="medium">
      <Section
        title="Signals"
        help="Names for what people do in your product. Score, definition and rules speak of signals, never of events."
      >
        <SignalTable {...props} />
        {props.canEdit ? <AddSignal {...props} /> : null}
      </Section>
      <Divider />
      <EventsSeen {...props} />
    </Flex>
  );
}
