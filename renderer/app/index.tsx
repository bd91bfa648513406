/** Entry of every window. */
import './zod.ts';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../ui/base.css';
import '../workbench/workbench.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from '../platform/index.ts';
import { ClientContext, connectSession, connectSettings, makeQueryClient } from '../state/index.ts';
import { applyTheme } from '../ui/index.ts';
import { ErrorBoundary, Stopped } from './error-boundary.tsx';
import { makeRouter } from './router.tsx';
import { Themed } from './themed.tsx';

const root = createRoot(document.getElementById('root')!);
applyTheme(matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');

async function start(): Promise<void> {
  const client = await connect();
  await Promise.all([connectSettings(client), connectSession(client)]);
  const queries = makeQueryClient();
  const router = makeRouter(client, queries);
  root.render(
    <StrictMode>
      <ErrorBoundary>
        <Themed>
          <ClientContext.Provider value={client}>
            <QueryClientProvider client={queries}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </ClientContext.Provider>
        </Themed>
      </ErrorBoundary>
    </StrictMode>,
  );
  client.onLost(() => root.render(<Stopped title="Redthread has stopped" message="The workbench behind this window is gone. Start Redthread again; the case file is safe." />));
}

start().catch((cause: unknown) => root.render(<Stopped title="This window could not be opened" message={cause instanceof Error ? cause.message : String(cause)} />));
