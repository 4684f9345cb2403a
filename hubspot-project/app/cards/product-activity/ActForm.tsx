import { Button, Flex, Form, LoadingButton, Select, Text, TextArea } from '@hubspot/ui-extensions';
import type { CardAction, CardCommand } from '@zo/shared';
import { useState } from 'react';
import type { Said } from './use-handoff-command.ts';

/** These end it: whoever presses should see that. */
const endings: ReadonlySet<CardCommand> = new Set<CardCommand>(['not a fit', 'wrong person', 'reject']);
/** The choice of nobody in particular. */
const nothing = '';

type Props = { action: CardAction; isRunning: boolean; onSubmit: (said: Said) => void; onCancel: () => void };

/** Says what the action does, asks why and how where that has to be said, and does it when confirmed. */
export function ActForm({ action, isRunning, onSubmit, onCancel }: Props) {
  const { command, label, confirm, needsReason, reasons, choice } = action;
  const [reason, setReason] = useState('');
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(choice?.isRequired ? choice.options[0]?.value : nothing);
  const [isTried, setTried] = useState(false);
  const given = reasons.length > 0 ? reason : words.trim();
  const isMissing = needsReason && given === '';

  const submit = () => {
    setTried(true);
    if (isMissing || isRunning) return;
    onSubmit({
      reason: needsReason ? inOneLine(reasons.length > 0 ? reason : '', words) : null,
      choice: chosen || null,
    });
  };

  return (
    <Form onSubmit={submit} testId="act-form">
      <Flex direction="column" gap="small">
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>{label}</Text>
          {confirm === null ? null : (
            <Text variant="microcopy" testId="act-confirm">
              {confirm}
            </Text>
          )}
        </Flex>
        {choice === null ? null : (
          <Select
            label={choice.label}
            name="choice"
            required={choice.isRequired}
            readOnly={isRunning}
            value={chosen}
            options={choice.isRequired ? choice.options : [{ value: nothing, label: 'Nobody' }, ...choice.options]}
            onChange={(value) => setChosen(String(value))}
          />
        )}
        {needsReason && reasons.length > 0 ? (
          <Select
            label="Why?"
            name="reason"
            required={true}
            readOnly={isRunning}
            placeholder="Choose a reason"
            error={isTried && isMissing}
            validationMessage={isTried && isMissing ? 'Choose a reason.' : undefined}
            value={reason === '' ? undefined : reason}
            options={reasons.map((one) => ({ value: one, label: one }))}
            onChange={(value) => setReason(String(value))}
          />
        ) : null}
        {needsReason ? (
          <TextArea
            label={reasons.length > 0 ? 'In your own words' : 'Why?'}
            name="words"
            required={reasons.length === 0}
            readOnly={isRunning}
            rows={2}
            maxLength={300}
            resize="vertical"
            error={isTried && isMissing && reasons.length === 0}
            validationMessage={isTried && isMissing && reasons.length === 0 ? 'Say why.' : undefined}
            value={words}
            onInput={setWords}
          />
        ) : null}
        <Flex direction="row" gap="small" wrap="wrap">
          <LoadingButton
            type="submit"
            size="sm"
            variant={endings.has(command) ? 'destructive' : 'primary'}
            loading={isRunning}
            testId="act-confirmed"
          >
            {label}
          </LoadingButton>
          <Button size="sm" variant="transparent" disabled={isRunning} onClick={onCancel} testId="act-cancel">
            Cancel
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}

/** "Too small: two people, one of them a student". */
function inOneLine(reason: string, words: string): string {
  return [reason, words.trim()].filter((part) => part !== '').join(': ');
}
