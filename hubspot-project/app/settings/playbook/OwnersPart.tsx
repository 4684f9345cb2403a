import { AutoGrid, Divider, Flex } from '@hubspot/ui-extensions';
import { formFields } from '@zo/shared';
import { Section } from '../frame/Section.tsx';
import { AddOwner } from './AddOwner.tsx';
import { FieldInput } from './FieldInput.tsx';
import type { FormProps } from './form-props.ts';
import { OwnerTable } from './OwnerTable.tsx';

/** Who gets the call, under which terms, and by when. */
export function OwnersPart(props: FormProps) {
  return (
    <Flex direction="column" gap="medium">
      <Section
        title="Owners"
        help="Account executives, in the order of their turns. Whoever is on leave, at a cap, or outside of the territory is passed over."
      >
        <OwnerTable {...props} />
        {props.canEdit ? <AddOwner {...props} /> : null}
      </Section>
      <Divider />
      <Section title="Routing">
        <AutoGrid columnWidth={300} flexible={true} gap="medium">
          {formFields.routing.map((field) => (
            <FieldInput key={field.path} field={field} {...props} />
          ))}
        </AutoGrid>
      </Section>
    </Flex>
  );
}
