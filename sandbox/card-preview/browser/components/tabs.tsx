import type { TabProps, TabsProps } from '@hubspot/ui-extensions';
import { Children, isValidElement, type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { standIn } from '../stand-in.ts';

type Id = string | number;

/** One tab is shown; arrow keys move between them. */
export const Tabs = standIn<TabsProps>('Tabs', (props) => {
  const { children, selected, defaultSelected, onSelectedChange, variant = 'default', fill = false, testId } = props;
  const tabs = Children.toArray(children).filter((child): child is ReactElement<TabProps> => isValidElement(child));
  const ids = tabs.map(({ props: { tabId } }, index) => tabId ?? index);
  const [own, setOwn] = useState<Id>(defaultSelected ?? ids[0] ?? 0);
  const name = useId();
  const chosen = selected ?? own;
  const choose = (id: Id) => {
    setOwn(id);
    (onSelectedChange as ((id: Id) => void) | undefined)?.(id);
  };
  const move = (event: KeyboardEvent<HTMLButtonElement>, index: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = (index + step + ids.length) % ids.length;
    const id = ids[next];
    if (step === 0 || id === undefined) return;
    choose(id);
    event.currentTarget.parentElement?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className={`tabs tabs-${variant}${fill ? ' tabs-fill' : ''}`} data-test-id={testId}>
      <div role="tablist" className="tab-list">
        {tabs.map(({ props: { title, disabled } }, index) => {
          const isChosen = ids[index] === chosen;
          return (
            <button
              key={String(ids[index])}
              type="button"
              role="tab"
              id={`${name}-tab-${index}`}
              aria-selected={isChosen}
              aria-controls={`${name}-panel-${index}`}
              tabIndex={isChosen ? 0 : -1}
              disabled={disabled}
              onClick={() => choose(ids[index] ?? index)}
              onKeyDown={(event) => move(event, index)}
            >
              {title}
            </button>
          );
        })}
      </div>
      {tabs.map((tab, index) => (
        <div
          key={String(ids[index])}
          role="tabpanel"
          id={`${name}-panel-${index}`}
          aria-labelledby={`${name}-tab-${index}`}
          className="tab-panel"
          hidden={ids[index] !== chosen}
        >
          {ids[index] === chosen ? tab : null}
        </div>
      ))}
    </div>
  );
});

export const Tab = standIn<TabProps>('Tab', ({ children }) => <>{children}</>);
