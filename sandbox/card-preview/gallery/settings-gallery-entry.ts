/** One state of the settings page (see draw-page-gallery.ts). */
import '../browser/settings-element.tsx';
import { answerFetchWith, type HubspotFetch } from '../browser/host.ts';
import { chosenState, drawPageGallery } from './draw-page-gallery.ts';
import { behave } from './json-answer.ts';
import { settingsStates, usualAnswers } from './settings-states.ts';

const state = chosenState(settingsStates);
const asked = new Set<string>();

answerFetchWith((...[url]: Parameters<HubspotFetch>) => {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  const isLater = asked.has(name);
  asked.add(name);
  return behave(
    (isLater ? state.later?.[name] : undefined) ?? state.answers?.[name] ?? usualAnswers[name] ?? 'failure',
  );
});

const { preview, section } = drawPageGallery('settings-preview', settingsStates, state);

/** Presses what is named as soon as it is there and can be pressed. */
async function press(names: readonly string[]): Promise<void> {
  for (const name of names) {
    for (;;) {
      const buttons = [...(preview.shadowRoot?.querySelectorAll('button') ?? [])];
      const button = buttons.find((one) => one.textContent?.trim() === name && !one.disabled);
      if (button !== undefined) {
        button.click();
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  section.setAttribute('data-pressed', 'all');
}

void press(state.presses ?? []);
