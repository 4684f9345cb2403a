import { Button, Flex, Text } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { clockTime, type Home } from '@zo/shared';
import { FairnessSection } from './FairnessSection.tsx';
import { FirstCallsSection } from './FirstCallsSection.tsx';
import { FunnelSection } from './FunnelSection.tsx';
import { HealthSection } from './HealthSection.tsx';
import { HealthVerdict } from './HealthVerdict.tsx';
import { NearMissSection } from './NearMissSection.tsx';
import { Notices } from './Notices.tsx';
import { ReviewSection } from './ReviewSection.tsx';
import { TodaySection } from './TodaySection.tsx';

type Props = {
  home: Home;
  now: number;
  baseUrl: unknown;
  problem: BackendProblem | null;
  isRefreshing: boolean;
  onRefresh: () => void;
};

/** What every part of the page needs to know. */
export type PartProps = { home: Home; now: number; baseUrl: unknown };

/** Top down: what is going on, what waits for somebody, who is nearly there, how well it works, and whether it works. */
export function ReadyScreen({ home, now, baseUrl, problem, isRefreshing, onRefresh }: Props) {
  const part: PartProps = { home, now, baseUrl };
  return (
    <Flex direction="column" gap="large">
      <Flex direction="row" gap="small" align="center" justify="between">
        <Flex direction="row" gap="small" align="center">
          <HealthVerdict home={home} />
          <Text variant="microcopy" testId="as-of">
            {`As of ${clockTime(home.asOf, home.portal.timeZone)}, ${home.portal.timeZone}`}
          </Text>
        </Flex>
        <Button size="xs" onClick={onRefresh} disabled={isRefreshing}>
          {isRefreshing ? 'Refreshing' : 'Refresh'}
        </Button>
      </Flex>
      <Notices home={home} problem={problem} />
      <TodaySection {...part} />
      <ReviewSection {...part} onDecided={onRefresh} />
      <NearMissSection {...part} />
      <FirstCallsSection {...part} />
      <FunnelSection {...part} />
      <FairnessSection {...part} />
      <HealthSection {...part} />
    </Flex>
  );
}
