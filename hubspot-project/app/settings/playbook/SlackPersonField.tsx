import { Input, Select } from '@hubspot/ui-extensions';
import { ownerFields, type SlackPeopleFound } from '@zo/shared';

type Props = { name: string; value: string; people: SlackPeopleFound; onChange: (value: string) => void };

/** The choice of the default: a value of its own, because HubSpot shows nothing for an empty one. */
const leftOut = '(default)';
const field = ownerFields.find(({ path }) => path === 'slack')!;

/** Who an owner is in Slack: chosen from everybody there; written where the list could not be read. */
export function SlackPersonField({ name, value, people, onChange }: Props) {
  const { label, help, otherwise } = field;
  if (people.status !== 'found') {
    return (
      <Input
        label={label}
        name={name}
        description={`${help} An address, or a user id.`}
        placeholder={`default: ${otherwise}`}
        value={value}
        onInput={onChange}
        onChange={onChange}
      />
    );
  }
  const isListed = value === '' || people.people.some(({ userId }) => userId === value);
  return (
    <Select
      label={label}
      name={name}
      description={help}
      value={value === '' ? leftOut : value}
      options={[
        { label: `${otherwise} (default)`, value: leftOut },
        ...(isListed ? [] : [{ label: value, value }]),
        ...people.people.map((person) => ({ label: person.name, value: person.userId })),
      ]}
      onChange={(chosen) => onChange(chosen === leftOut ? '' : String(chosen))}
    />
  );
}
