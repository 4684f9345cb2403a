import { Button, Dropdown, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { CardActing, CardAction, CardCommand } from '@zo/shared';
import { ActForm } from './ActForm.tsx';
import { ActResult } from './ActResult.tsx';
import { type HandoffCommand, needsForm } from './use-handoff-command.ts';

/** What moves a handoff on; everything else is one click further away while there is one of these. */
const main: ReadonlySet<CardCommand> = new Set<CardCommand>(['keep', 'approve', 'accept', 'claim', 'call']);

/** The card asks one of two things then: the other answer is as near. */
const otherAnswer: Partial<Record<CardCommand, CardCommand>> = { keep: 'return', approve: 'reject' };

type Props = { acting: CardActing; command: HandoffCommand };

/** What whoever looks may do now: the one thing that matters most as a button, with its opposite where that is asked, the rest in a menu. */
export function ActSection({ acting, command }: Props) {
  const { actions, whyNone } = acting;
  const { chosen, isRunning, result } = command;
  return (
    <Flex direction="column" gap="small">
      {actions.length === 0 ? (
        <Text variant="microcopy" testId="why-none">
          {whyNone ?? ' '}
        </Text>
      ) : (
        <Flex direction="row" gap="small" wrap="wrap">
          <Actions actions={actions} command={command} />
        </Flex>
      )}
      {chosen !== null && needsForm(chosen) ? (
        <ActForm
          key={chosen.command}
          action={chosen}
          isRunning={isRunning}
          onSubmit={(said) => command.run(chosen, said)}
          onCancel={command.cancel}
        />
      ) : null}
      {result === null ? null : <ActResult result={result} command={command} />}
    </Flex>
  );
}

/** One or two are buttons; of more, only what moves the handoff on is, and the other answer to what is asked. */
function Actions({ actions, command }: { actions: CardAction[]; command: HandoffCommand }) {
  const first = actions[0]!.command;
  const isOneMain = actions.length > 2 && main.has(first);
  const isButton = (action: CardAction) => action.command === first || action.command === otherAnswer[first];
  const buttons = actions.length <= 2 ? actions : isOneMain ? actions.filter(isButton) : [];
  const rest = actions.filter((action) => !buttons.includes(action));
  return (
    <>
      {buttons.map((action, index) => (
        <ActButton key={action.command} action={action} command={command} isFirst={index === 0} />
      ))}
      {rest.length === 0 ? null : (
        <MoreActions actions={rest} command={command} text={isOneMain ? 'More' : 'Actions'} />
      )}
    </>
  );
}

type ActButtonProps = { action: CardAction; command: HandoffCommand; isFirst: boolean };

function ActButton({ action, command, isFirst }: ActButtonProps) {
  const { chosen, isRunning } = command;
  const variant = isFirst && main.has(action.command) ? 'primary' : 'secondary';
  const press = () => command.choose(action);
  if (needsForm(action)) {
    return (
      <Button variant={variant} size="sm" disabled={isRunning} onClick={press} testId={`act-${action.command}`}>
        {action.label}
      </Button>
    );
  }
  return (
    <LoadingButton
      variant={variant}
      size="sm"
      loading={isRunning && chosen?.command === action.command}
      disabled={isRunning}
      onClick={press}
      testId={`act-${action.command}`}
    >
      {action.label}
    </LoadingButton>
  );
}

type MoreProps = { actions: CardAction[]; command: HandoffCommand; text: string };

function MoreActions({ actions, command, text }: MoreProps) {
  return (
    <Dropdown buttonText={text} buttonSize="sm" variant="secondary" disabled={command.isRunning} testId="more-actions">
      {actions.map((action) => (
        <Dropdown.ButtonItem
          key={action.command}
          onClick={() => command.choose(action)}
          testId={`act-${action.command}`}
        >
          {action.label}
        </Dropdown.ButtonItem>
      ))}
    </Dropdown>
  );
}
