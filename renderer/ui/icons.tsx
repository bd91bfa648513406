/** One drawing per entity kind, the same in graph, lists and panes (Fluent System Icons, regular). */
import {
  AppsList20Regular, Box20Regular, BracesVariable20Regular, Braces20Regular, BugRegular, CalendarClock20Regular, Cloud20Regular, CloudCube20Regular, Code20Regular, Desktop20Regular, Document20Regular, Globe20Regular, GlobeSearch20Regular,
  Key20Regular, Link20Regular, Mail20Regular, MailInbox20Regular, MailMultiple20Regular, People20Regular, Person20Regular, PersonKey20Regular, PipelineRegular, Settings20Regular, WindowConsole20Regular, type FluentIcon,
} from '@fluentui/react-icons';
import type { EntityKind } from '../../shared/domain/entity/kinds.ts';
import { ENTITY_KIND_LABEL } from '../../shared/domain/entity/kinds.ts';

export const KIND_ICON: Readonly<Record<EntityKind, FluentIcon>> = {
  device: Desktop20Regular, user: Person20Regular, mailbox: MailInbox20Regular, app: Cloud20Regular, cloudResource: CloudCube20Regular, process: WindowConsole20Regular, file: Document20Regular, ip: Globe20Regular, domain: GlobeSearch20Regular,
  url: Link20Regular, email: Mail20Regular, mailCluster: MailMultiple20Regular, registryKey: Braces20Regular, registryValue: BracesVariable20Regular, service: Settings20Regular, scheduledTask: CalendarClock20Regular, securityGroup: People20Regular,
  logonSession: Key20Regular, servicePrincipal: PersonKey20Regular, oauthApp: AppsList20Regular, malware: BugRegular, script: Code20Regular, pipe: PipelineRegular, other: Box20Regular,
};

export type Hue = 'device' | 'identity' | 'execution' | 'file' | 'network' | 'mail' | 'cloud';
export const KIND_HUE: Readonly<Record<EntityKind, Hue>> = {
  device: 'device', user: 'identity', mailbox: 'mail', app: 'cloud', cloudResource: 'cloud', process: 'execution', file: 'file', ip: 'network', domain: 'network', url: 'network', email: 'mail', mailCluster: 'mail', registryKey: 'file',
  registryValue: 'file', service: 'execution', scheduledTask: 'execution', securityGroup: 'identity', logonSession: 'identity', servicePrincipal: 'identity', oauthApp: 'cloud', malware: 'execution', script: 'execution', pipe: 'execution', other: 'file',
};

export function EntityIcon({ kind, size = 16, labelled = false }: { kind: EntityKind; size?: number; labelled?: boolean }) {
  const Icon = KIND_ICON[kind];
  return <Icon style={{ color: `var(--entity-${KIND_HUE[kind]})`, width: size, height: size, flex: 'none' }} {...(labelled ? { 'aria-label': ENTITY_KIND_LABEL[kind], role: 'img' } : { 'aria-hidden': true })} />;
}
