import { useNavigate } from '@tanstack/react-router';
import { useCall } from '../../state/index.ts';
import { ErrorState, Loading } from '../../ui/index.ts';
import { ProcessTree } from '../alert-page/index.ts';

const WHY = { noParent: '', ring: 'Records contradict each other: the ancestors lead back to the process.', limited: 'Only the nearest ancestors are shown.' } as const;

/** The process between its ancestors and what it started; further children open when asked for. */
export function Processes({ entityId }: { entityId: string }) {
  const navigate = useNavigate();
  const tree = useCall('process.tree', { entityId, depth: 2 });
  if (tree.isError) return <ErrorState title="The process tree cannot be read" error={tree.error} onRetry={() => void tree.refetch()} />;
  if (tree.data === undefined) return <Loading label="Reading the process tree" />;
  return <div className="pane"><div className="pane-body section">{WHY[tree.data.top] === '' ? null : <p className="tertiary">{WHY[tree.data.top]}</p>}<ProcessTree label="Process tree" nodes={tree.data.nodes} marked={new Set([entityId])} onSelect={(id) => { if (id !== entityId) void navigate({ to: '/entities/$entityId', params: { entityId: id }, search: { tab: 'processes' } }); }} /></div></div>;
}
