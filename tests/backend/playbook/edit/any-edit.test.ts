import { formFields, type PlaybookForm } from '@zo/shared';
import fc from 'fast-check';
import { editPlaybook } from '../../../../backend/playbook/edit/edit-playbook.ts';
import { readForm } from '../../../../backend/playbook/edit/read-form.ts';
import { blockText } from '../../../../backend/playbook/edit/yaml-text.ts';

/** What people write, with everything YAML takes for something else. */
const text = fc
  .stringMatching(/^[A-Za-z0-9#:,[\]{}"'&*!|>%@` +.-]{1,24}$/)
  .map((one) => one.trim().replace(/\s+/g, ' '))
  .filter((one) => one !== '');
const name = fc.stringMatching(/^[a-z]{3,8}( [a-z]{3,8})?$/);
const email = fc.stringMatching(/^[a-z]{3,8}@acme\.test$/);
const event = fc.oneof(
  text.filter((one) => !one.startsWith('page /')),
  fc.stringMatching(/^[a-z]{1,6}$/).map((path) => `page /${path}`),
);
const comment = fc.stringMatching(/^[a-z ]{1,12}$/).map((words) => `# ${words.trim()}`);

type Written = { source: string; comments: string[] };

/** A playbook in one of the many ways it can be laid out, with comments. */
const written: fc.Arbitrary<Written> = fc
  .record({
    signals: fc.uniqueArray(
      fc.record({ name, events: fc.uniqueArray(event, { minLength: 1, maxLength: 3 }), isFlow: fc.boolean() }),
      {
        selector: (one) => one.name,
        maxLength: 3,
      },
    ),
    score: fc.array(text, { maxLength: 4 }),
    owners: fc.uniqueArray(email, { minLength: 1, maxLength: 3 }),
    isFlow: fc.boolean(),
    due: fc.option(text),
    comments: fc.array(comment, { minLength: 5, maxLength: 5 }),
  })
  .map(({ signals, score, owners, isFlow, due, comments }) => {
    const [top, section, line, item, end] = comments.map((one, index) => `${one} ${index}`);
    const value = (events: string[]) => events.map((one) => (one.startsWith('page ') ? { page: one.slice(5) } : one));
    const lines = [
      top!,
      ...(signals.length === 0 ? [] : [`signals: ${section}`]),
      ...signals.map(({ name: signal, events, isFlow: inBrackets }) =>
        inBrackets
          ? `  ${blockText({ [signal]: value(events) }, 2)}`
          : `  ${blockText(signal, 2)}:\n    ${blockText(value(events), 4)}`,
      ),
      ...(score.length === 0
        ? []
        : [
            'score:',
            `  ${line}`,
            ...score.map((one, index) => `  - ${blockText(one, 4)}${index === 0 ? ` ${item}` : ''}`),
          ]),
      'handoff:',
      isFlow ? `  ${blockText({ owners }, 2)}` : `  owners:\n    ${blockText(owners, 4)}`,
      ...(due === null ? [] : [`  ${blockText({ 'first call due': due }, 2)}`]),
      end!,
    ];
    const source = `${lines.join('\n')}\n`;
    return { source, comments: [top, section, line, item, end].filter((one) => source.includes(one!)) as string[] };
  });

const form = (source: string): PlaybookForm => readForm(source)!;
const keepsComments = (edited: string, comments: string[]) =>
  expect(comments.filter((one) => !edited.includes(one))).toEqual([]);

it('whatever is set reads back as it was set, everything else as before, and no comment is lost', () => {
  const path = fc.constantFrom(...Object.values(formFields).flatMap((fields) => fields.map((one) => one.path)));
  fc.assert(
    fc.property(written, path, text, ({ source, comments }, field, value) => {
      const edited = editPlaybook(source, { kind: 'value', path: field, value });
      const before = form(source);
      expect(form(edited)).toEqual({ ...before, values: { ...before.values, [field]: value } });
      keepsComments(edited, comments);
      expect(form(editPlaybook(edited, { kind: 'value', path: field, value }))).toEqual(form(edited));
    }),
  );
});

it('score lines become the lines that are wanted', () => {
  fc.assert(
    fc.property(written, fc.array(text, { minLength: 1, maxLength: 5 }), ({ source, comments }, score) => {
      const edited = editPlaybook(source, { kind: 'list', path: 'score', items: score });
      expect(form(edited)).toEqual({ ...form(source), score });
      keepsComments(edited, comments);
    }),
  );
});

it('a signal is added, changed and removed again, and the others stay', () => {
  fc.assert(
    fc.property(
      written,
      name,
      fc.uniqueArray(event, { minLength: 1, maxLength: 4 }),
      ({ source, comments }, signal, events) => {
        const edited = editPlaybook(source, { kind: 'signal', name: signal, events });
        const others = form(source).signals.filter((one) => one.name !== signal);
        expect(form(edited).signals.filter((one) => one.name !== signal)).toEqual(others);
        expect(form(edited).signals).toContainEqual({ name: signal, events });
        const removed = editPlaybook(edited, { kind: 'signal', name: signal, events: null });
        expect(form(removed)).toEqual({ ...form(source), signals: others });
        keepsComments(edited, comments);
      },
    ),
  );
});

it('owners and their terms become what is wanted, and the others keep theirs', () => {
  const terms = fc.record({
    weight: fc.option(fc.constantFrom('2', '3')),
    hours: fc.option(text),
    territory: fc.option(text),
  });
  fc.assert(
    fc.property(written, email, terms, fc.array(text, { maxLength: 2 }), ({ source, comments }, who, given, leave) => {
      const edited = editPlaybook(source, { kind: 'owner', email: who, terms: given, leave });
      const wanted = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
      const others = form(source).owners.filter((one) => one.email !== who);
      expect(form(edited).owners.filter((one) => one.email !== who)).toEqual(others);
      expect(form(edited).owners).toContainEqual({ email: who, terms: wanted, leave });
      const again = editPlaybook(edited, { kind: 'owner', email: who, terms: { weight: '7' } });
      expect(form(again).owners).toContainEqual({ email: who, terms: { ...wanted, weight: '7' }, leave });
      const without = editPlaybook(again, { kind: 'remove owner', email: who });
      expect(form(without).owners).toEqual(others);
      keepsComments(edited, comments);
    }),
  );
});
