import { AutoGrid, Divider, Flex } from '@hubspot/ui-extensions';
import { type FormField, type FormList, formFields, formLists } from '@zo/shared';
import { Section } from '../frame/Section.tsx';
import { FieldInput } from './FieldInput.tsx';
import type { FormProps } from './form-props.ts';
import { ListInput } from './ListInput.tsx';

type Group = { title: string; help?: string; fields: readonly FormField[]; lists?: readonly FormList[] };

const groups: Group[] = [
  { title: 'Until the first call', fields: formFields.overdue },
  { title: 'Return to marketing', help: 'When a handoff goes back by itself.', fields: formFields.returns },
  {
    title: 'Review',
    help: 'When somebody looks before anybody is told.',
    fields: formFields.review,
    lists: formLists.review,
  },
  {
    title: 'Not a fit',
    help: 'What an owner says when a contact is unsuitable.',
    fields: formFields.notAFit,
    lists: formLists.notAFit,
  },
  { title: 'People and records', fields: formFields.people, lists: formLists.people },
];

/** What follows the handoff, and for whom all of it holds. */
export function AfterPart(props: FormProps) {
  return (
    <Flex direction="column" gap="medium">
      {groups.map(({ title, help, fields, lists = [] }, index) => (
        <Flex key={title} direction="column" gap="medium">
          {index === 0 ? null : <Divider />}
          <Section title={title} help={help}>
            <AutoGrid columnWidth={300} flexible={true} gap="medium">
              {fields.map((field) => (
                <FieldInput key={field.path} field={field} {...props} />
              ))}
              {lists.map((list) => (
                <ListInput key={list.path} list={list} {...props} />
              ))}
            </AutoGrid>
          </Section>
        </Flex>
      ))}
    </Flex>
  );
}
