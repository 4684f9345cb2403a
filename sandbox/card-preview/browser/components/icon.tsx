import type { IconProps } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { shortSize, standIn } from '../stand-in.ts';

const disc = <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />;

function onDisc(path: string): ReactNode {
  return (
    <>
      {disc}
      <path d={path} stroke="#fff" />
    </>
  );
}

/** Those the cards use; any other is drawn as a plain dot. */
const drawings: Record<string, ReactNode> = {
  success: onDisc('M4.6 8.3 L7 10.6 L11.4 5.8'),
  remove: onDisc('M5.4 5.4 L10.6 10.6 M10.6 5.4 L5.4 10.6'),
  lessCircle: onDisc('M4.8 8 H11.2'),
  questionCircle: onDisc('M6.2 6.4 A1.9 1.9 0 1 1 8.4 8.3 V9 M8.3 11.3 V11.5'),
  warning: onDisc('M8 4.4 V8.8 M8 11.3 V11.5'),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M8 4.4 V8 L10.4 9.6" />
    </>
  ),
};

export const Icon = standIn<IconProps>('Icon', ({ name, color = 'inherit', size, screenReaderText, testId }) => (
  <svg
    className={`icon icon-${color} icon-${shortSize(size, 'md')}`}
    viewBox="0 0 16 16"
    role={screenReaderText === undefined ? undefined : 'img'}
    aria-label={screenReaderText}
    aria-hidden={screenReaderText === undefined}
    data-test-id={testId}
  >
    {drawings[name] ?? <circle cx="8" cy="8" r="4" fill="currentColor" />}
  </svg>
));
