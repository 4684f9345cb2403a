import { Accordion, Alert, Flex, List, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import { type HubspotTabAnswer, localMoment, type PlanView, type ProvisionDone } from '@zo/shared';
import type { Deed } from '../asking/use-deed.ts';
import { ConfirmButton } from '../frame/ConfirmButton.tsx';
import { numbered } from '../frame/numbered.ts';
import { Section } from '../frame/Section.tsx';
import { counted } from '../playbook/seen-words.ts';

type Props = {
  tab: Extract<HubspotTabAnswer, { status: 'ready' }>;
  now: number;
  canEdit: boolean;
  deed: Deed<ProvisionDone>;
  onGoLive: () => void;
};

/** Watch mode or live, and what going live would do. */
export function GoLive({ tab, now, canEdit, deed, onGoLive }: Props) {
  const { liveSince, mode, plan, portal } = tab;
  const read = plan.status === 'read' ? plan : null;
  if (liveSince !== null) {
    return (
      <Section title="Going live">
        <Flex gap="small" align="center">
          <StatusTag variant="success">Live</StatusTag>
          <Text>{`since ${localMoment(liveSince, portal.timeZone, now)}, in ${mode} mode`}</Text>
        </Flex>
        {read !== null && read.goLiveSteps.length > 0 ? (
          <Alert title="A workflow is off" variant="warning">
            <Text>{read.goLiveSteps.map(({ what }) => what).join(', ')}</Text>
            {canEdit ? (
              <LoadingButton size="xs" loading={deed.isWorking} onClick={onGoLive}>
                Switch it on
              </LoadingButton>
            ) : null}
          </Alert>
        ) : null}
      </Section>
    );
  }
  return (
    <Section title="Going live" help="Until then crossings are listed, and nobody is alerted.">
      <Flex gap="small" align="center">
        <StatusTag variant="warning">Watch mode</StatusTag>
        <Text>{read === null ? 'What going live would do is being read.' : meansWords(read)}</Text>
      </Flex>
      {read === null ? null : <WouldDo plan={read} />}
      {canEdit ? (
        <Flex>
          <ConfirmButton
            label="Go live"
            question="Whoever crosses the line from now on is handed off, and their owner alerted. Nobody who is ready already is."
            confirm="Yes, go live"
            isWorking={deed.isWorking}
            isDisabled={read === null || read.refusals.length > 0}
            onConfirm={onGoLive}
          />
        </Flex>
      ) : null}
    </Section>
  );
}

function meansWords({ matchingNow, readyNow }: PlanView): string {
  const meet = matchingNow === 1 ? '1 contact meets' : `${matchingNow} contacts meet`;
  return `${meet} the definition in HubSpot now, ${readyNow} of ours. None of them is alerted: only who crosses the line from then on.`;
}

function WouldDo({ plan }: { plan: PlanView }) {
  const writes = plan.steps.filter(({ act }) => act === 'create' || act === 'change').length;
  return (
    <>
      <List>
        {writes === 0 ? null : (
          <Text>{`First ${counted(writes, 'thing')} in HubSpot ${writes === 1 ? 'is' : 'are'} made or changed, as listed below.`}</Text>
        )}
        {plan.goLiveSteps.map(({ what }) => (
          <Text key={what}>{`Then the ${what} is switched on; being switched on enrols nobody.`}</Text>
        ))}
        {plan.goLiveSteps.length === 0 ? (
          <Text>Zo performs handoffs itself: there is no workflow to switch on.</Text>
        ) : null}
      </List>
      {plan.readyPeople.length === 0 ? null : (
        <Accordion title={`Ready already, and not alerted (${plan.readyPeople.length})`} size="sm">
          {numbered(plan.readyPeople).map(({ id, item: { email, score } }) => (
            <Text key={id} variant="microcopy">{`${email ?? 'no e-mail address'}, score ${score}`}</Text>
          ))}
        </Accordion>
      )}
    </>
  );
}
