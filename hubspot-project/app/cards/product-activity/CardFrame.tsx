import { Divider, Flex } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

export type CardParts = {
  verdict: ReactNode;
  /** What whoever looks may do about it. */
  act: ReactNode;
  /** Below the verdict, which stays where it is; null most of the time. */
  notice: ReactNode;
  score: ReactNode;
  readiness: ReactNode;
  activity: ReactNode;
  company: ReactNode;
  handoff: ReactNode;
  freshness: ReactNode;
};

/** The order of the card, the same while it loads and when it is there, so that nothing jumps. */
export function CardFrame({
  verdict,
  act,
  notice,
  score,
  readiness,
  activity,
  company,
  handoff,
  freshness,
}: CardParts) {
  return (
    <Flex direction="column" gap="small">
      {verdict}
      {act}
      {notice}
      {score}
      <Divider />
      {readiness}
      <Divider />
      {activity}
      <Divider />
      {company}
      <Divider />
      {handoff}
      <Divider />
      {freshness}
    </Flex>
  );
}
