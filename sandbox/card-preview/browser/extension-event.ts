import type { ButtonProps } from '@hubspot/ui-extensions';

type Reactions = Parameters<NonNullable<ButtonProps['onClick']>>[1];

/** What HubSpot hands to a component's handlers. */
export function extensionEvent(type: string, timeStamp: number) {
  return { type, timeStamp, bubbles: true, id: '' };
}

const refuse = () => {
  throw new Error('The preview draws no panels and modals');
};

export const reactions: Reactions = { openPanel: refuse, closePanel: refuse, openModal: refuse, closeModal: refuse };
