import type { HomeTable } from '@zo/shared';
import { numberWords } from './cell-words.ts';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

export function NearMissSection({ home, now, baseUrl }: PartProps) {
  const table = home.tables['near-misses'];
  return (
    <Section title="Near misses" hint={hintOf(table)}>
      <TableView
        first={table}
        portal={home.portal}
        now={now}
        baseUrl={baseUrl}
        of="near misses"
        empty="Nobody is exactly one condition short."
      />
    </Section>
  );
}

/** Of a great many, those with the highest scores are looked at. */
function hintOf({ isCut, of }: HomeTable): string {
  const which = isCut ? `: of the ${numberWords(of)} with the highest score` : '';
  return `One condition short of ready${which}, the nearest first.`;
}
