/** What the incident says of itself, and its comments. */
import { useState } from 'react';
import type { IncidentDetail } from '../../../shared/contract/model.ts';
import { formatDuration, TimeText } from '../../state/index.ts';
import { InertText, InvestigationBadge, label, Markdown, plural, SeverityBadge, StatusBadge, Tag } from '../../ui/index.ts';

export function Information({ d }: { d: IncidentDetail }) {
  return (
    <>
      <dl className="facts section">
        <dt>Incident id</dt><dd className="mono"><InertText text={d.incidentId} limit={100} /></dd>
        <dt>Severity</dt><dd><SeverityBadge severity={d.severity} /></dd>
        <dt>Status</dt><dd><StatusBadge status={d.status} /></dd>
        <dt>Assigned to</dt><dd>{d.assignedTo === null ? <span className="tertiary">Unassigned</span> : <InertText text={d.assignedTo} limit={200} />}</dd>
        <dt>Classification</dt><dd>{d.classification === 'unknown' ? <span className="tertiary">Not set</span> : label(d.classification)}</dd>
        <dt>Determination</dt><dd>{d.determination === null || d.determination === 'unknown' ? <span className="tertiary">Not set</span> : <InertText text={label(d.determination)} limit={80} />}</dd>
        <dt>Tags</dt><dd>{d.systemTags.length + d.customTags.length === 0 ? <span className="tertiary">None</span> : <span className="tags-wrap">{d.systemTags.map((t) => <Tag key={t} system text={<InertText text={t} limit={60} />} />)}{d.customTags.map((t) => <Tag key={t} text={<InertText text={t} limit={60} />} />)}</span>}</dd>
        <dt>Investigation</dt><dd><InvestigationBadge state={d.investigationState} /></dd>
        <dt>First activity</dt><dd><TimeText us={d.firstActivityUs} /></dd>
        <dt>Last activity</dt><dd><TimeText us={d.lastActivityUs} /></dd>
        {d.firstActivityUs !== null && d.lastActivityUs !== null ? <><dt>Duration</dt><dd>{formatDuration(d.lastActivityUs - d.firstActivityUs)}</dd></> : null}
        <dt>Created</dt><dd><TimeText us={d.createdUs} missing="Not stated" /></dd>
        <dt>Last update</dt><dd><TimeText us={d.lastUpdateUs} missing="Not stated" />{d.lastModifiedBy === null ? null : <span className="tertiary"> by <InertText text={d.lastModifiedBy} limit={100} /></span>}</dd>
        <dt>Service sources</dt><dd><Words list={d.serviceSources} /></dd>
        <dt>Detection sources</dt><dd><Words list={d.detectionSources} /></dd>
        <dt>Events</dt><dd>{d.eventCount.toLocaleString('en')}</dd>
      </dl>
      {d.description ? <div className="section"><h3>Description</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={d.description} limit={4000} /></p></div> : null}
      {d.resolvingComment ? <div className="section"><h3>Resolution note</h3><Markdown text={d.resolvingComment} /></div> : null}
    </>
  );
}
const Words = ({ list }: { list: readonly string[] }) => (list.length === 0 ? <span className="tertiary">Not stated</span> : <InertText text={list.map(label).join(', ')} limit={400} />);

const SHOWN = 5;
const MORE = 50;
/** The newest first; the rest on request. */
export function CommentList({ comments }: { comments: IncidentDetail['comments'] }) {
  const [shown, setShown] = useState(SHOWN);
  const newest = comments.toSorted((a, b) => (b.createdUs ?? -1) - (a.createdUs ?? -1));
  if (comments.length === 0) return <p className="section tertiary">No comments.</p>;
  return (
    <ul className="comment-list" aria-label="Comments">
      {newest.slice(0, shown).map((c, i) => <li key={i} className="section"><p className="small tertiary"><InertText text={c.createdBy ?? 'Unknown author'} limit={100} /> · <TimeText us={c.createdUs} short missing="no time" /></p><Markdown text={c.comment} /></li>)}
      {newest.length > shown ? <li className="section"><button type="button" className="link" onClick={() => setShown(shown + MORE)}>Show {plural(Math.min(MORE, newest.length - shown), 'older comment')} of {(newest.length - shown).toLocaleString('en')}</button></li> : null}
    </ul>
  );
}
