import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

export function FairnessSection({ home, now, baseUrl }: PartProps) {
  return (
    <Section title="Fair shares" hint="By turns, nobody is more than one handoff from what is due to them.">
      <TableView
        first={home.tables.fairness}
        portal={home.portal}
        now={now}
        baseUrl={baseUrl}
        of="fair shares"
        empty="The playbook names no owners."
      />
    </Section>
  );
}
