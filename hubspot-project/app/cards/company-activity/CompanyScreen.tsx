import { Button, Divider, Flex, Text } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { type CompanyCard, clockTime } from '@zo/shared';
import { NotUpToDate } from '../NotUpToDate.tsx';
import { AccountSection } from './AccountSection.tsx';
import { CrossingsSection } from './CrossingsSection.tsx';
import { OpenHandoffsSection } from './OpenHandoffsSection.tsx';
import { PeopleSection } from './PeopleSection.tsx';
import { PersonalAddressesSection } from './PersonalAddressesSection.tsx';
import { UseSection } from './UseSection.tsx';

type Props = {
  card: CompanyCard;
  /** By the backend's clock. */
  now: number;
  problem: BackendProblem | null;
  isRefreshing: boolean;
  onRefresh: () => void;
};

/** What sales does about it first, then who they are, then what it rests on. */
export function CompanyScreen({ card, now, problem, isRefreshing, onRefresh }: Props) {
  const { portal } = card;
  return (
    <Flex direction="column" gap="small">
      {problem === null ? null : <NotUpToDate asOf={card.asOf} timeZone={portal.timeZone} problem={problem} />}
      <UseSection activity={card.activity} people={card.people.all} />
      <Divider />
      <OpenHandoffsSection handoffs={card.handoffs} portal={portal} now={now} />
      <Divider />
      <PeopleSection people={card.people} portal={portal} now={now} />
      <Divider />
      <CrossingsSection crossings={card.crossings} portal={portal} now={now} />
      <Divider />
      <PersonalAddressesSection addresses={card.personalAddresses} portal={portal} />
      <Divider />
      <AccountSection account={card.account} contractValue={card.contractValue} />
      <Divider />
      <Flex direction="column" gap="extra-small">
        <Text variant="microcopy" testId="as-of">
          As of {clockTime(card.asOf, portal.timeZone)}
        </Text>
        <Button variant="transparent" size="xs" disabled={isRefreshing} onClick={onRefresh}>
          Refresh
        </Button>
      </Flex>
    </Flex>
  );
}
