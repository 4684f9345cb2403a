/** The workflow's history for the chosen contact: enrolled, then each action with its state, time and outputs. */
import type { ActionView, ContactView, EnrolmentView, PageState } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { showMoment, showSeconds } from './show-time.ts';

/** Longest output shown without being asked for. */
const briefLength = 90;

const stateWords: Record<ActionView['state'], string> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
};

export function drawWorkflow(state: PageState, contact: ContactView | undefined, opened: Set<string>): void {
  const enrolments = contact?.enrolments ?? [];
  redraw(
    byId('workflow'),
    el(
      'div',
      { class: 'panel-head' },
      el('h2', { id: 'workflow-title' }, 'Workflow history'),
      el('span', { class: 'hint cut' }, contact ? contact.name : ''),
    ),
    el('div', { class: 'flows' }, ...drawFlows(state)),
    enrolments.length === 0
      ? el(
          'p',
          { class: 'empty' },
          contact ? `${contact.name} has not been enrolled in a workflow. ` : '',
          'HubSpot enrols a contact when its own filters hold and the gate opens.',
        )
      : el(
          'div',
          { class: 'scroll', 'data-scroll': 'workflow', tabindex: 0, role: 'region', 'aria-label': 'Enrolments' },
          ...enrolments.map((enrolment) => drawEnrolment(enrolment, state, opened)),
        ),
  );
}

function drawFlows(state: PageState): HTMLElement[] {
  if (state.flows.length === 0) {
    return [el('p', { class: 'hint' }, 'No workflows in the local HubSpot yet: provisioning makes them.')];
  }
  return state.flows.map((flow) =>
    el(
      'span',
      { class: flow.enabled ? 'flow on' : 'flow' },
      el('span', { class: 'dot', 'aria-hidden': 'true' }),
      `${flow.name} `,
      el('strong', {}, flow.enabled ? 'on' : 'off'),
    ),
  );
}

function drawEnrolment(enrolment: EnrolmentView, state: PageState, opened: Set<string>): HTMLElement {
  return el(
    'section',
    { class: 'section enrolment' },
    el('h3', {}, enrolment.flow, el('span', { class: 'hint' }, ` · ${enrolment.state}`)),
    el(
      'ol',
      { class: 'steps' },
      el(
        'li',
        { class: enrolment.isEnrolled ? 'step done' : 'step running' },
        el(
          'p',
          { class: 'step-line' },
          el('span', { class: 'step-label' }, enrolment.isEnrolled ? 'Enrolled' : 'Filters hold'),
          el('time', {}, showMoment(enrolment.at, state.timeZone)),
        ),
      ),
      ...enrolment.actions.map((action, index) => drawAction(action, `${enrolment.id}:${index}`, state, opened)),
    ),
  );
}

function drawAction(action: ActionView, key: string, state: PageState, opened: Set<string>): HTMLElement {
  const isLong = (detail: { value: string }) => detail.value.includes('\n') || detail.value.length > briefLength;
  const brief = action.details.filter((detail) => !isLong(detail) || action.state === 'failed');
  const long = action.details.filter((detail) => !brief.includes(detail));
  return el(
    'li',
    { class: `step ${action.state}` },
    el(
      'p',
      { class: 'step-line' },
      el('span', { class: 'step-label' }, action.label),
      el('span', { class: `pill ${action.state}` }, stateWords[action.state]),
      action.at !== null && el('time', {}, showSeconds(action.at, state.timeZone)),
    ),
    brief.length > 0 &&
      el(
        'dl',
        { class: 'outputs' },
        ...brief.flatMap((detail) => [el('dt', {}, detail.name), el('dd', {}, showOutput(detail, state.timeZone))]),
      ),
    ...long.map((detail) => drawLongDetail(detail, `${key}:${detail.name}`, opened)),
  );
}

/** HubSpot's moments are milliseconds; a person reads them in the portal's zone. */
function showOutput({ name, value }: { name: string; value: string }, timeZone: string): string {
  return name.endsWith(' at') && /^\d{13}$/.test(value) ? showMoment(Number(value), timeZone) : value;
}

/** Outputs of several lines would push the next action out of sight; they open on request. */
function drawLongDetail(detail: { name: string; value: string }, key: string, opened: Set<string>): HTMLElement {
  return el(
    'details',
    {
      class: 'long-output',
      open: opened.has(key),
      ontoggle: (event) => {
        if ((event.currentTarget as HTMLDetailsElement).open) opened.add(key);
        else opened.delete(key);
      },
    },
    el('summary', { 'data-key': key }, detail.name),
    el('p', {}, detail.value),
  );
}
