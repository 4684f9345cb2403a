import { Flex } from '@hubspot/ui-extensions';
import { Section } from '../frame/Section.tsx';
import { type FormProps, problemAt } from './form-props.ts';
import { TextField } from './TextField.tsx';
import { Understood } from './Understood.tsx';

/** The sentence everything turns on. It is checked as it is written, and told back as it is understood. */
export function DefinitionPart({ form, draft, canEdit, typingPauseMs }: FormProps) {
  const { understood } = draft.checked;
  return (
    <Section
      title="Definition"
      help="Who is handed off to sales. It can ask for anything Zo knows, for any property of your contacts, and for any of their primary company."
    >
      <TextField
        label="Definition"
        name="definition"
        value={form.definition}
        rows={Math.max(4, form.definition.split('\n').length + 2)}
        placeholder="A free user becomes an SQL when zo_pql_score >= 50 AND zo_company_active_users >= 2"
        problem={problemAt(draft, 'definition')}
        readOnly={!canEdit}
        typingPauseMs={typingPauseMs}
        onCommit={(text) => draft.edit({ kind: 'definition', text })}
      />
      <Flex direction="column">{understood === null ? null : <Understood understood={understood} />}</Flex>
    </Section>
  );
}
