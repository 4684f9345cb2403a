import { Link, Text } from '@hubspot/ui-extensions';
import { type CardPortal, hubspotRecordLink } from '@zo/shared';

type Props = { portal: CardPortal; object: 'contact' | 'company'; id: string; text: string };

export function RecordLink({ portal, object, id, text }: Props) {
  return <Link href={hubspotRecordLink(portal, object, id)}>{text}</Link>;
}

/** Somebody by name; a link once they have a contact. */
export function PersonLink({ portal, id, name }: { portal: CardPortal; id: string | null; name: string }) {
  if (id === null) return <Text inline={true}>{name}</Text>;
  return <RecordLink portal={portal} object="contact" id={id} text={name} />;
}
