import { Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';

type Props = {
  /** What the button says before it is pressed. */
  label: string;
  /** What happens, in one sentence. */
  question: string;
  /** What the second button says. */
  confirm: string;
  isWorking?: boolean;
  isDisabled?: boolean;
  isDestructive?: boolean;
  size?: 'xs' | 'sm' | 'md';
  onConfirm: () => void;
};

/** For what cannot be taken back: asked in its place, so that it works by keyboard and on any width. */
export function ConfirmButton(props: Props) {
  const {
    label,
    question,
    confirm,
    isWorking = false,
    isDisabled = false,
    isDestructive = false,
    size = 'sm',
    onConfirm,
  } = props;
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <LoadingButton
        size={size}
        variant={isDestructive ? 'secondary' : 'primary'}
        loading={isWorking}
        disabled={isDisabled}
        onClick={() => setAsking(true)}
      >
        {label}
      </LoadingButton>
    );
  }
  return (
    <Flex direction="column" gap="extra-small" align="start">
      <Text>{question}</Text>
      <Flex gap="small">
        <Button
          size={size}
          variant={isDestructive ? 'destructive' : 'primary'}
          onClick={() => {
            setAsking(false);
            onConfirm();
          }}
        >
          {confirm}
        </Button>
        <Button size={size} variant="transparent" onClick={() => setAsking(false)}>
          Leave it
        </Button>
      </Flex>
    </Flex>
  );
}
