import type { BackendProblem } from '@zo/backend-client';
import type { ContactCard } from '@zo/shared';
import { ActivitySection } from './ActivitySection.tsx';
import { ActSection } from './ActSection.tsx';
import { CardFrame } from './CardFrame.tsx';
import { CompanySection } from './CompanySection.tsx';
import { FreshnessLine } from './FreshnessLine.tsx';
import { HandoffSection } from './HandoffSection.tsx';
import { ReadinessSection } from './ReadinessSection.tsx';
import { ScoreSection } from './ScoreSection.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import type { HandoffCommand } from './use-handoff-command.ts';
import { VerdictLine } from './VerdictLine.tsx';

type Props = {
  card: ContactCard;
  /** By the backend's clock. */
  now: number;
  problem: BackendProblem | null;
  isRefreshing: boolean;
  onRefresh: () => void;
  command: HandoffCommand;
};

export function ReadyScreen({ card, now, problem, isRefreshing, onRefresh, command }: Props) {
  return (
    <CardFrame
      verdict={<VerdictLine card={card} now={now} />}
      act={<ActSection acting={card.acting} command={command} />}
      notice={<StaleNotice card={card} now={now} problem={problem} />}
      score={<ScoreSection score={card.score} activity={card.activity} />}
      readiness={<ReadinessSection readiness={card.readiness} />}
      activity={<ActivitySection activity={card.activity} now={now} />}
      company={<CompanySection company={card.company} portal={card.portal} now={now} />}
      handoff={<HandoffSection handoffs={card.handoffs} portal={card.portal} now={now} />}
      freshness={<FreshnessLine card={card} isRefreshing={isRefreshing} onRefresh={onRefresh} />}
    />
  );
}
