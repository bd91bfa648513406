/** Routes live in the address's hash, so that a view can be copied, reloaded and opened in another window. */
import { createHashHistory, createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ASSET_CATEGORIES } from '../../shared/domain/entity/assets.ts';
import { AlertPage } from '../features/alert-page/index.ts';
import { AlertList } from '../features/alerts/index.ts';
import { FirstStart } from '../features/first-start/index.ts';
import { DeviceInventory } from '../features/assets/index.ts';
import { ENTITY_TABS, EntityPage } from '../features/entity-page/index.ts';
import { listAddress } from '../features/lists/index.ts';
import { IncidentQueue } from '../features/incident-queue/index.ts';
import type { Client } from '../platform/index.ts';
import { useInvalidation } from '../state/index.ts';
import { ErrorState } from '../ui/index.ts';
import { IncidentPage, INCIDENT_TABS } from '../workbench/incident-page.tsx';
import { Shell } from '../workbench/shell.tsx';

const incidentSearch = listAddress.extend({ tab: z.enum(INCIDENT_TABS).optional().catch(undefined), category: z.enum(ASSET_CATEGORIES).optional().catch(undefined) });

const entitySearch = listAddress.extend({ tab: z.enum(ENTITY_TABS).optional().catch(undefined) });

export function makeRouter(client: Client, queries: QueryClient) {
  const root = createRootRoute({
    component: function Root() {
      useInvalidation(client, queries);
      return <Shell><Outlet /></Shell>;
    },
    errorComponent: ({ error, reset }) => <Shell><ErrorState title="This page could not be shown" error={error} onRetry={reset} /></Shell>,
    notFoundComponent: () => <ErrorState title="There is no such page" error={new Error('The address names no page of this workbench.')} />,
  });
  const start = createRoute({ getParentRoute: () => root, path: '/', component: FirstStart });
  const needsCase = async () => { if ((await client.call('case.current', {})) === null) throw redirect({ to: '/' }); };
  const incidents = createRoute({ getParentRoute: () => root, path: '/incidents', validateSearch: (s) => listAddress.parse(s), beforeLoad: needsCase, component: IncidentQueue });
  const incident = createRoute({ getParentRoute: () => root, path: '/incidents/$incidentId', validateSearch: (s) => incidentSearch.parse(s), beforeLoad: needsCase, component: IncidentPage });
  const alerts = createRoute({ getParentRoute: () => root, path: '/alerts', validateSearch: (s) => listAddress.parse(s), beforeLoad: needsCase, component: AlertList });
  const alert = createRoute({ getParentRoute: () => root, path: '/alerts/$alertId', beforeLoad: needsCase, component: AlertPage });
  const entity = createRoute({ getParentRoute: () => root, path: '/entities/$entityId', validateSearch: (s) => entitySearch.parse(s), beforeLoad: needsCase, component: EntityPage });
  const devices = createRoute({ getParentRoute: () => root, path: '/devices', validateSearch: (s) => listAddress.parse(s), beforeLoad: needsCase, component: DeviceInventory });
  return createRouter({ routeTree: root.addChildren([start, incidents, incident, alerts, alert, devices, entity]), history: createHashHistory(), defaultPreload: false });
}
declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof makeRouter> }
}
