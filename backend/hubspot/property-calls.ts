/** Property definitions and groups of a portal. */
import type {
  PropertyCreate,
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import type { Priority } from '../outbox/effect.ts';
import { AlreadyExists, Gone, RetryLater } from './hubspot-errors.ts';
import { objectPaths, type RecordType } from './hubspot-record.ts';
import { propertiesApi } from './official-client.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

export type LivePropertyOption = { value: string; label: string; displayOrder?: number; hidden?: boolean };

/** A property as the portal has it. */
export type LiveProperty = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  description: string;
  options: LivePropertyOption[];
  hasUniqueValue: boolean;
  referencedObjectType: string | null;
  /** Left out of what people of the portal choose from. */
  isHidden?: boolean;
};

export type NewProperty = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  description: string;
  options?: LivePropertyOption[];
  hasUniqueValue?: boolean;
  externalOptions?: boolean;
  referencedObjectType?: string;
};

export type PropertyChange = {
  label?: string;
  description?: string;
  groupName?: string;
  options?: LivePropertyOption[];
};

const readCall: Record<RecordType, HubspotCall> = {
  contact: 'read contact properties',
  company: 'read company properties',
};
const writeCall: Record<RecordType, HubspotCall> = {
  contact: 'write contact properties',
  company: 'write company properties',
};

export function propertyCalls(transport: Transport) {
  const reading = (type: RecordType, priority: Priority) =>
    propertiesApi(transport, { call: readCall[type], priority, isIdempotent: true });
  /** Creating a name twice is refused and changes nothing, so a missing answer may be followed by another attempt. */
  const creating = (type: RecordType, priority: Priority) =>
    propertiesApi(transport, { call: writeCall[type], priority, isIdempotent: true, success: 201 });
  const changing = (type: RecordType, priority: Priority) =>
    propertiesApi(transport, { call: writeCall[type], priority, isIdempotent: true });

  return {
    async listProperties(type: RecordType, priority: Priority): Promise<LiveProperty[]> {
      const { results = [] } = await reading(type, priority).core.getAll(objectPaths[type]);
      // HubSpot has properties of its own in every portal: without any, everything would seem to be missing.
      if (results.length > 0) return results.map(asLive);
      throw new RetryLater('an answer without properties', 2_000, { call: readCall[type], status: null });
    },

    async readProperty(type: RecordType, name: string, priority: Priority): Promise<LiveProperty | null> {
      try {
        return asLive(await reading(type, priority).core.getByName(objectPaths[type], name));
      } catch (error) {
        if (error instanceof Gone) return null;
        throw error;
      }
    },

    /** 'exists': somebody has made it meanwhile; read it to see what it is. */
    async createProperty(type: RecordType, property: NewProperty, priority: Priority): Promise<'created' | 'exists'> {
      try {
        await creating(type, priority).core.create(objectPaths[type], asCreate(property));
        return 'created';
      } catch (error) {
        if (error instanceof AlreadyExists) return 'exists';
        throw error;
      }
    },

    /** Given options replace all of them; leaving them out keeps them. */
    async updateProperty(type: RecordType, name: string, change: PropertyChange, priority: Priority): Promise<void> {
      const options = change.options?.map(asOption);
      await changing(type, priority).core.update(objectPaths[type], name, { ...change, options });
    },

    async listGroups(type: RecordType, priority: Priority): Promise<{ name: string; label: string }[]> {
      const { results } = await reading(type, priority).groups.getAll(objectPaths[type]);
      return (results ?? []).map(({ name, label }) => ({ name, label }));
    },

    async createGroup(
      type: RecordType,
      group: { name: string; label: string },
      priority: Priority,
    ): Promise<'created' | 'exists'> {
      try {
        await creating(type, priority).groups.create(objectPaths[type], { ...group, displayOrder: -1 });
        return 'created';
      } catch (error) {
        if (error instanceof AlreadyExists) return 'exists';
        throw error;
      }
    },
  };
}

type ClientProperty = Awaited<ReturnType<ReturnType<typeof propertiesApi>['core']['getByName']>>;

function asLive(property: ClientProperty): LiveProperty {
  return {
    name: property.name,
    label: property.label,
    type: property.type,
    fieldType: property.fieldType,
    groupName: property.groupName,
    description: property.description ?? '',
    options: (property.options ?? []).map(({ value, label, displayOrder, hidden }) => ({
      value,
      label,
      displayOrder,
      hidden,
    })),
    hasUniqueValue: property.hasUniqueValue === true,
    referencedObjectType: property.referencedObjectType ?? null,
    isHidden: property.hidden === true,
  };
}

function asCreate({ type, fieldType, options, ...property }: NewProperty): PropertyCreate {
  return {
    ...property,
    type: type as PropertyCreateTypeEnum,
    fieldType: fieldType as PropertyCreateFieldTypeEnum,
    ...(options === undefined ? {} : { options: options.map(asOption) }),
  };
}

function asOption({ value, label, displayOrder, hidden }: LivePropertyOption, index: number) {
  return { value, label, displayOrder: displayOrder ?? index, hidden: hidden ?? false };
}
