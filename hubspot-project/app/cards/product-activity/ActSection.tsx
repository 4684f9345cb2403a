import { Button, Dropdown, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { CardActing, CardAction, CardCommand } from '@zo/shared';
import { ActForm } from './ActForm.tsx';
import { ActResult } from './ActResult.tsx';
import { type HandoffCommand, needsForm } from './use-handoff-command.ts';

/** What moves a handoff on; everything else is one click further away while there is one of these. */
const main: ReadonlySet<CardCommand> = new Set<CardCommand>(['keep', 'approve', 'accept', 'claim', 'call']);

type Props = { acting: CardActing; command: HandoffCommand };

/** What whoever looks may do now: the one thing that matters most as a button, the rest in a menu. */
export function ActSection({ acting, command }: Props) {
  const { actions, whyNone } = acting;
  const { chosen, isRunning, result } = command;
  const [first, ...rest] = actions;
  return (
    <Flex direction="column" gap="small">
      {first === undefined ? (
        <Text variant="microcopy" testId="why-none">
          {whyNone ?? ' '}
        </Text>
      ) : (
        <Flex direction="row" gap="small" wrap="wrap">
          <ActButton action={first} command={command} />
          {rest.length > 1 ? <MoreActions actions={rest} command={command} /> : null}
          {rest.length === 1 ? <ActButton action={rest[0]!} command={command} isSecond={true} /> : null}
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

type ActButtonProps = { action: CardAction; command: HandoffCommand; isSecond?: boolean };

function ActButton({ action, command, isSecond = false }: ActButtonProps) {
  const { chosen, isRunning } = command;
  const variant = main.has(action.command) && !isSecond ? 'primary' : 'secondary';
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

function MoreActions({ actions, command }: { actions: CardAction[]; command: HandoffCommand }) {
  return (
    <Dropdown buttonText="More" buttonSize="sm" variant="secondary" disabled={command.isRunning} testId="more-actions">
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
