import { Alert, Button, Flex, SearchInput, Text, TextArea } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import { numberWords } from './cell-words.ts';
import { type Export, useExport } from './use-export.ts';
import type { TableQuery } from './use-table.ts';

type Props = { query: TableQuery; baseUrl: unknown; of: string };

/** Asks when somebody has stopped typing for a moment. */
const pauseMs = 300;

/** Fewer rows are seen at a glance. */
const worthFiltering = 10;

/** Above a table: what it is filtered by, how much there is, and all of it as a file. */
export function TableBar({ query, baseUrl, of }: Props) {
  const { table, view, look } = query;
  const [typed, setTyped] = useState(view.filter);
  const exported = useExport(baseUrl, table.name);
  useEffect(() => {
    if (typed.trim() === view.filter.trim()) return;
    const timer = setTimeout(() => look({ filter: typed }), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, view.filter, look]);
  return (
    <Flex direction="column" gap="extra-small">
      <Flex direction="row" gap="small" align="end" justify="between" wrap={true}>
        {table.of < worthFiltering && view.filter === '' ? null : (
          <SearchInput label={`Filter ${of}`} name={`filter-${table.name}`} value={typed} onInput={setTyped} />
        )}
        <Flex direction="row" gap="small" align="center">
          <Text variant="microcopy" testId={`count-${table.name}`}>
            {countWords(query)}
          </Text>
          <Button
            size="xs"
            disabled={exported.state.status === 'under way'}
            onClick={() => exported.begin(view)}
          >{`Export ${of}`}</Button>
        </Flex>
      </Flex>
      <Exported exported={exported} />
    </Flex>
  );
}

/** "12 in all", "3 of 12", "the first 500". */
function countWords({ table, view }: TableQuery): string {
  const all = numberWords(table.of);
  const ofAll = table.isCut ? `the first ${all}` : all;
  if (view.filter.trim() !== '') return `${numberWords(table.found)} of ${ofAll}`;
  return table.isCut ? ofAll : `${all} in all`;
}

function Exported({ exported }: { exported: Export }) {
  const { state, copy, close } = exported;
  if (state.status === 'none' || state.status === 'under way') return null;
  if (state.status === 'failed') {
    return (
      <Alert title="It could not be exported" variant="warning">
        {state.advice}
      </Alert>
    );
  }
  const rows = `${numberWords(state.rows)} ${state.rows === 1 ? 'row' : 'rows'}`;
  return (
    <Flex direction="column" gap="extra-small">
      <TextArea
        label={state.fileName}
        name="csv"
        rows={6}
        readOnly={true}
        value={state.csv}
        description={`${state.isCut ? `The first ${rows}` : rows}${state.isCopied ? ', copied' : ''}. Paste into a spreadsheet, or save under this name.`}
      />
      <Flex direction="row" gap="small">
        <Button size="xs" onClick={copy}>
          {state.isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button size="xs" onClick={close}>
          Close
        </Button>
      </Flex>
    </Flex>
  );
}
