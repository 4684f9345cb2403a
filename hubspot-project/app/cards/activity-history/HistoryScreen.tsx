import { Button, Flex, Inline, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { type ContactHistory, clockTime } from '@zo/shared';
import { NotUpToDate } from '../NotUpToDate.tsx';
import { ReceiptsTab } from './ReceiptsTab.tsx';
import { ScoreSection } from './ScoreSection.tsx';
import { TimelineTab } from './TimelineTab.tsx';

type Props = {
  history: ContactHistory;
  contactId: number;
  baseUrl: unknown;
  problem: BackendProblem | null;
  isRefreshing: boolean;
  onRefresh: () => void;
};

export function HistoryScreen({ history, contactId, baseUrl, problem, isRefreshing, onRefresh }: Props) {
  const { asOf, portal, name, score, timeline, receipts, choices } = history;
  const pages = { contactId, baseUrl, timeZone: portal.timeZone };
  return (
    <Flex direction="column" gap="medium">
      {problem === null ? null : <NotUpToDate asOf={asOf} timeZone={portal.timeZone} problem={problem} />}
      <Flex direction="row" justify="between" align="center">
        <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
        <Inline gap="small">
          <Text variant="microcopy">As of {clockTime(asOf, portal.timeZone)}</Text>
          <Button variant="transparent" size="xs" disabled={isRefreshing} onClick={onRefresh}>
            Refresh
          </Button>
        </Inline>
      </Flex>
      <ScoreSection score={score} timeZone={portal.timeZone} now={asOf} />
      <Tabs defaultSelected="timeline">
        <Tab tabId="timeline" title="What happened">
          <TimelineTab {...pages} first={timeline} choices={choices} now={asOf} />
        </Tab>
        <Tab tabId="receipts" title="Receipts">
          <ReceiptsTab {...pages} first={receipts} now={asOf} />
        </Tab>
      </Tabs>
    </Flex>
  );
}
