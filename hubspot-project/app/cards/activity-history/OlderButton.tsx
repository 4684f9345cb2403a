import { Alert, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { problemWords } from '../product-activity/problem-words.ts';
import type { Pages } from './use-pages.ts';

type Props = { pages: Pages<unknown>; what: string };

/** Below a list: the next page, or that there is none. */
export function OlderButton({ pages, what }: Props) {
  const { items, hasOlder, isLoading, problem, loadOlder } = pages;
  return (
    <Flex direction="column" gap="small" align="start">
      {problem === null ? null : (
        <Alert title={problemWords(problem).title} variant="warning">
          {problemWords(problem).advice}
        </Alert>
      )}
      {hasOlder || isLoading || problem !== null ? (
        <LoadingButton loading={isLoading} onClick={loadOlder}>
          {labelOf(pages, what)}
        </LoadingButton>
      ) : (
        <Text variant="microcopy">{items.length === 0 ? `No ${what}` : `That is all: ${items.length} ${what}`}</Text>
      )}
    </Flex>
  );
}

/** A search may have looked through many events and found none: it goes on only when somebody asks it to. */
function labelOf({ items, isLoading, problem }: Pages<unknown>, what: string): string {
  if (problem !== null && !isLoading) return 'Try again';
  return items.length === 0 && !isLoading ? 'Look further back' : `Older ${what}`;
}
