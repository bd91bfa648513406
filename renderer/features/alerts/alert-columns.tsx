/** The columns of an alert list. */
import { Link } from '@tanstack/react-router';
import { LINK_REASON_LABEL, type LinkReason } from '../../../shared/domain/alert/index.ts';
import type { AlertRow } from '../../../shared/contract/model.ts';
import { patchSession, TimeText, type TimeZoneName } from '../../state/index.ts';
import { LinkedByCell, linkedByWords } from '../alert-page/index.ts';
import { InertText, InvestigationBadge, isoText, label, labelFilter, SeverityBadge, StatusBadge, statusWord, TagList, Words, type ListColumn } from '../../ui/index.ts';

/** Selects the alert for all windows, as its incident's attack story shows it. */
export const selectAlert = (alert: Pick<AlertRow, 'alertId' | 'incidentId'>): void => patchSession({ ...(alert.incidentId === null ? {} : { incidentId: alert.incidentId }), selection: { kind: 'alert', id: alert.alertId } });


/** `hasIncident`: the list spans incidents, so each row names its own. */
export function alertColumns(zone: TimeZoneName, hasIncident: boolean): ListColumn<AlertRow>[] {
  const zoneWord = zone === 'utc' ? 'UTC' : 'local';
  const time = (id: 'firstActivityUs' | 'lastActivityUs' | 'createdUs' | 'lastUpdateUs', title: string, isHidden = false): ListColumn<AlertRow> => ({ id, title: `${title} (${zoneWord})`, width: 152, order: 'time', isHidden, filter: { kind: 'time' }, cell: (a) => <TimeText us={a[id]} short />, text: (a) => isoText(a[id]) });
  const source = (id: 'serviceSource' | 'detectionSource', title: string): ListColumn<AlertRow> => ({ id, title, width: 178, filter: labelFilter('Not stated'), cell: (a) => <Words text={label(a[id] ?? '')} />, text: (a) => a[id] ?? '' });
  return [
    { id: 'title', title: 'Alert name', flex: 2, minWidth: 280, filter: { kind: 'text' }, cell: (a) => <AlertName alert={a} />, text: (a) => a.title },
    { id: 'tags', title: 'Tags', width: 136, isSortable: false, filter: { kind: 'values' }, cell: (a) => <TagList system={a.systemTags} custom={a.customTags} />, text: (a) => [...a.systemTags, ...a.customTags].join('; ') },
    { id: 'severity', title: 'Severity', width: 122, order: 'rank', filter: labelFilter(), cell: (a) => <SeverityBadge severity={a.severity} />, text: (a) => a.severity },
    { id: 'investigationState', title: 'Investigation state', width: 172, filter: labelFilter('None'), cell: (a) => <InvestigationBadge state={a.investigationState} />, text: (a) => a.investigationState ?? '' },
    { id: 'status', title: 'Status', width: 118, filter: { kind: 'values', label: statusWord }, cell: (a) => <StatusBadge status={a.status} />, text: (a) => a.status },
    { id: 'category', title: 'Category', width: 160, order: 'rank', filter: labelFilter('Not stated'), cell: (a) => <Words text={label(a.category ?? '')} />, text: (a) => a.category ?? '' },
    { id: 'techniques', title: 'Techniques', width: 120, isHidden: true, className: 'mono', isSortable: false, filter: { kind: 'values' }, cell: (a) => <Words text={a.mitreTechniques.join(', ')} />, text: (a) => a.mitreTechniques.join('; ') },
    { id: 'impactedAssets', title: 'Impacted assets', flex: 1, minWidth: 190, filter: { kind: 'number' }, cell: (a) => <Words text={assetWords(a)} />, text: (a) => assetWords(a) },
    { id: 'linkedBy', title: 'Linked by', width: 230, isSortable: false, filter: { kind: 'values', label: (v) => LINK_REASON_LABEL[v as LinkReason] ?? v, none: 'None' }, cell: (a) => <LinkedByCell alert={a} />, text: linkedByWords },
    ...(hasIncident ? [
      { id: 'incidentId', title: 'Incident Id', width: 104, className: 'mono', filter: labelFilter('None'), cell: (a) => <Words text={a.incidentId ?? ''} />, text: (a) => a.incidentId ?? '' },
      { id: 'incidentName', title: 'Incident name', width: 260, isHidden: true, filter: { kind: 'text' }, cell: (a) => <Words text={a.incidentName ?? ''} />, text: (a) => a.incidentName ?? '' },
    ] satisfies ListColumn<AlertRow>[] : []),
    source('serviceSource', 'Service source'), source('detectionSource', 'Detection source'),
    { id: 'productName', title: 'Product name', width: 200, isHidden: true, filter: { kind: 'values', none: 'Not stated' }, cell: (a) => <Words text={a.productName ?? ''} />, text: (a) => a.productName ?? '' },
    time('firstActivityUs', 'First activity'), time('lastActivityUs', 'Last activity'), time('createdUs', 'Created', true), time('lastUpdateUs', 'Last update', true),
    { id: 'classification', title: 'Classification', width: 140, filter: { kind: 'values', label: (v) => (v === 'unknown' ? 'Not set' : label(v)) }, cell: (a) => (a.classification === 'unknown' ? <span className="tertiary">Not set</span> : label(a.classification)), text: (a) => a.classification },
    { id: 'determination', title: 'Determination', width: 150, isHidden: true, filter: labelFilter('Not set'), cell: (a) => <Words text={label(a.determination ?? '')} />, text: (a) => a.determination ?? '' },
    { id: 'assignedTo', title: 'Assigned to', width: 170, filter: { kind: 'values', none: 'Unassigned' }, cell: (a) => (a.assignedTo === null ? <span className="tertiary">Unassigned</span> : <InertText text={a.assignedTo} limit={100} />), text: (a) => a.assignedTo ?? '' },
    { id: 'threats', title: 'Threat', width: 180, isHidden: true, isSortable: false, filter: { kind: 'values' }, cell: (a) => <Words text={a.threats.join(', ')} />, text: (a) => a.threats.join('; ') },
    { id: 'entities', title: 'Entities', isFilterOnly: true, filter: { kind: 'values' }, cell: () => null, text: () => '' },
    { id: 'alertId', title: 'Alert id', width: 200, isHidden: true, className: 'mono', filter: { kind: 'text' }, cell: (a) => <Words text={a.alertId} />, text: (a) => a.alertId },
  ];
}
const assetWords = (a: AlertRow): string => a.assetNames.join(', ') + (a.assetCount > a.assetNames.length ? ` and ${a.assetCount - a.assetNames.length} more` : '');

function AlertName({ alert }: { alert: AlertRow }) {
  return <Link className="row-title ellipsis" title="Open the alert page" to="/alerts/$alertId" params={{ alertId: alert.alertId }}><InertText text={alert.title} limit={200} /></Link>;
}
