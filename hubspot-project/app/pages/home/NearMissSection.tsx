import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

export function NearMissSection({ home, now, baseUrl }: PartProps) {
  return (
    <Section title="Near misses" hint="One condition short of ready, the nearest first.">
      <TableView
        first={home.tables['near-misses']}
        portal={home.portal}
        now={now}
        baseUrl={baseUrl}
        of="near misses"
        empty="Nobody is exactly one condition short."
      />
    </Section>
  );
}
