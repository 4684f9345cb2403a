import { Accordion, Flex, List, Text } from '@hubspot/ui-extensions';
import type { UnderstoodPlaybook } from '@zo/shared';

/** What the text was understood to say: the sentence as it counts, the checklist, and what HubSpot makes of it. */
export function Understood({ understood }: { understood: UnderstoodPlaybook }) {
  const { sentence, checklist, filters, carried, highestScore, returnWhen, reviewWhen } = understood;
  return (
    <Flex direction="column" gap="small">
      <Text format={{ fontWeight: 'demibold' }}>Understood as</Text>
      <Text testId="canonical">{sentence}</Text>
      <List>
        {checklist.map(({ label, asks }) => (
          <Text key={`${label} ${asks}`}>{`${label}: ${asks}`}</Text>
        ))}
      </List>
      <Text testId="highest-score">
        {highestScore === null
          ? 'There is no highest score: a line gives points without limit'
          : `Highest possible score: ${highestScore}`}
      </Text>
      <Text variant="microcopy">
        {returnWhen === null ? 'Nobody goes back to marketing by itself' : `Back to marketing when ${returnWhen}`}
      </Text>
      <Text variant="microcopy">
        {reviewWhen === null ? 'No crossing is reviewed first' : `Reviewed first when ${reviewWhen}`}
      </Text>
      <Accordion title="HubSpot’s filters" size="sm">
        <Flex direction="column" gap="extra-small">
          {filters.map((group, index) => (
            <Text key={group.join(' ')} variant="microcopy">
              {`${filters.length > 1 ? `${index === 0 ? '' : 'or '}` : ''}${group.join(' AND ')}`}
            </Text>
          ))}
          {carried.map((part) => (
            <Text
              key={part}
              variant="microcopy"
            >{`Carried by zo_sql_ready, because filters cannot say it: ${part}`}</Text>
          ))}
        </Flex>
      </Accordion>
    </Flex>
  );
}
