import type { TabProps, TabsProps } from '@hubspot/ui-extensions';
import { Children, isValidElement, type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { standIn } from '../stand-in.ts';

/** Drawn by the tabs around it; alone it is nothing. */
export const Tab = standIn<TabProps>('Tab', ({ children }) => <>{children}</>);

/** As HubSpot's: by arrow keys too, and only the chosen tab's content is there. */
export const Tabs = standIn<TabsProps>('Tabs', (props) => {
  const { children, onSelectedChange, defaultSelected, selected, variant = 'default', fill = false, testId } = props;
  const id = useId();
  const tabs = Children.toArray(children)
    .filter((child): child is ReactElement<TabProps> => isValidElement(child) && child.type === Tab)
    .map(({ props: tab }, index) => ({ ...tab, tabId: tab.tabId ?? index }));
  const [own, setOwn] = useState<string | number | undefined>(defaultSelected);
  const wanted = selected ?? own ?? tabs[0]?.tabId;
  const at = Math.max(
    0,
    tabs.findIndex(({ tabId }) => tabId === wanted),
  );
  const choose = (index: number) => {
    const tab = tabs[index];
    if (tab === undefined || tab.disabled) return;
    setOwn(tab.tabId);
    (onSelectedChange as ((tabId: string | number) => void) | undefined)?.(tab.tabId);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (at + step + tabs.length) % tabs.length;
    choose(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className={`tabs tabs-${variant}${fill ? ' tabs-fill' : ''}`} data-test-id={testId}>
      <div role="tablist" className="tab-list" onKeyDown={onKeyDown}>
        {tabs.map(({ tabId, title, disabled, tooltip }, index) => (
          <button
            key={tabId}
            type="button"
            role="tab"
            id={`${id}-${tabId}`}
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            disabled={disabled}
            title={tooltip}
            onClick={() => choose(index)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tabs[at]?.tabId}`} className="tab-panel">
        {tabs[at]?.children}
      </div>
    </div>
  );
});
