import { Alert, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { problemWords } from '../product-activity/problem-words.ts';
import type { Pages } from './use-pages.ts';

/** `what`: "entries"; `one`: "entry". */
type Props = { pages: Pages<unknown>; what: string; one: string };

/** Below a list: the next page, or that there is none. */
export function OlderButton({ pages, what, one }: Props) {
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
        <Text variant="microcopy">{countWords(items.length, one, what)}</Text>
      )}
    </Flex>
  );
}

/** A search may have looked through many events and found none: it goes on only when somebody asks it to. */
function labelOf({ items, isLoading, problem }: Pages<unknown>, what: string): string {
  if (problem !== null && !isLoading) return 'Try again';
  return items.length === 0 && !isLoading ? 'Look further back' : `Older ${what}`;
}

function countWords(count: number, one: string, many: string): string {
  return count === 0 ? `No ${many}` : `That is all: ${count} ${count === 1 ? one : many}`;
}
