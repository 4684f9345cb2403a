/** The upper part of the page: demo time, latencies, the story's progress, problems. */
import type { PageState, StoryStepView } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { showClock, showDay, showDuration } from './show-time.ts';

export type TimeChoices = { busy: boolean; move: (by: { hours: number } | { days: number }) => void };

export function drawTime(state: PageState, choices: TimeChoices): void {
  const button = (label: string, spoken: string, by: { hours: number } | { days: number }) =>
    el(
      'button',
      {
        type: 'button',
        'data-key': `time-${label}`,
        'aria-label': `Move time forward by ${spoken}`,
        'aria-disabled': choices.busy ? 'true' : null,
        onclick: () => !choices.busy && choices.move(by),
      },
      label,
    );
  redraw(
    byId('time'),
    el('span', { class: 'hint' }, 'Demo time'),
    el('strong', { id: 'demo-time', class: 'demo-time' }),
    el('span', { class: 'hint' }, state.timeZone),
    button('+1 h', 'one hour', { hours: 1 }),
    button('+1 day', 'one day', { days: 1 }),
    button('+14 days', '14 days', { days: 14 }),
  );
  tick(state);
}

/** Only the clock's text changes each second. */
export function tick(state: PageState): void {
  const clock = document.getElementById('demo-time');
  if (!clock) return;
  const now = Date.now() + state.offsetMs;
  const shown = `${showDay(now, state.timeZone)}, ${showClock(now, state.timeZone)}`;
  if (clock.textContent !== shown) clock.textContent = shown;
}

export function drawLatencies(state: PageState): void {
  const { of, eventToPropertyMs, propertyToActionMs, actionToSlackMs, companyIsNew } = state.latencies;
  const wait = showDuration(state.enrolmentDelayMs);
  const tiles: [string, number | null, string, string][] = [
    [
      'Event → property',
      eventToPropertyMs,
      companyIsNew ? 'new company' : '',
      companyIsNew
        ? 'A company that HubSpot does not have is made after 5 s: HubSpot may make it from the e-mail domain'
        : 'From the event that was sent to the property in HubSpot',
    ],
    [
      'Property → action',
      propertyToActionMs,
      `HubSpot waits ${wait} of it`,
      'HubSpot’s own wait is a setting of the demo',
    ],
    ['Action → Slack', actionToSlackMs, '', 'From HubSpot’s signed call to the posted alert'],
  ];
  redraw(
    byId('latencies'),
    el(
      'div',
      { class: 'tile whose', title: of },
      el('p', { class: 'tile-title' }, 'Last handoff'),
      el('p', { class: 'tile-name cut' }, of ?? 'Nobody yet'),
    ),
    ...tiles.map(([title, ms, note, meaning]) =>
      el(
        'div',
        { class: 'tile', title: meaning },
        el('p', { class: 'tile-title' }, title),
        el(
          'p',
          { class: 'tile-line' },
          el('span', { class: 'tile-value' }, showDuration(ms)),
          note !== '' && el('span', { class: 'hint' }, note),
        ),
      ),
    ),
  );
}

const storyWords: Record<StoryStepView['state'], string> = {
  waiting: 'to come',
  playing: 'playing now',
  done: 'seen',
  failed: 'did not happen',
};

export function drawStory(state: PageState, opened: Set<string>): void {
  const { story } = state;
  const isOpen = story.length > 0 && opened.has('story');
  const steps = byId('story-steps');
  steps.hidden = !isOpen;
  redraw(steps, isOpen && el('ol', {}, ...story.map(drawStep)));
  if (story.length === 0) {
    redraw(byId('story'));
    return;
  }
  const done = story.filter((step) => step.state === 'done').length;
  const current = story.find((step) => step.state === 'failed') ?? story.find((step) => step.state === 'playing');
  const headline =
    current?.state === 'failed' ? `Did not happen: ${current.title}` : (current?.title ?? 'The whole story was seen.');
  redraw(
    byId('story'),
    el(
      'button',
      {
        type: 'button',
        'data-key': 'story',
        'aria-expanded': String(isOpen),
        'aria-controls': 'story-steps',
        onclick: () => {
          if (isOpen) opened.delete('story');
          else opened.add('story');
          drawStory(state, opened);
        },
      },
      el(
        'span',
        {},
        el('span', { class: 'tile-title' }, `The story, ${done} of ${story.length}`),
        el('span', { class: 'story-more' }, isOpen ? 'Hide the steps' : 'Show every step'),
      ),
      el('span', { class: 'story-now', title: headline }, headline),
    ),
  );
}

function drawStep({ title, state, said }: StoryStepView): HTMLElement {
  return el('li', { class: state }, title, el('span', { class: 'story-said' }, said ?? storyWords[state]));
}

export function drawProblems(problems: string[]): void {
  const panel = byId('problems');
  panel.hidden = problems.length === 0;
  redraw(panel, ...problems.map((problem) => el('p', {}, problem)));
}
