/** Top bar, rail, status bar, the drop target and the keyboard, around whatever the route shows. */
import { AlertUrgentRegular, DarkThemeRegular, FolderOpenRegular, HomeRegular, PlugDisconnectedRegular, ShieldErrorRegular, ArrowImportRegular } from '@fluentui/react-icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { tinykeys } from 'tinykeys';
import { FileChooser, ImportPanel, useDroppedFiles, useOpening } from '../features/import/index.ts';
import { openWindow } from '../platform/index.ts';
import { changeSettings, useCall, useClient, useSettings } from '../state/index.ts';
import { applyTheme, InertText } from '../ui/index.ts';

function usePreferredTheme(): 'dark' | 'light' {
  const chosen = useSettings((s) => s.theme);
  const [system, setSystem] = useState<'dark' | 'light'>(() => (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'));
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: light)');
    const listen = () => setSystem(query.matches ? 'light' : 'dark');
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return chosen === 'system' ? system : chosen;
}

export function Shell({ children }: { children: ReactNode }) {
  const client = useClient();
  const navigate = useNavigate();
  const theme = usePreferredTheme();
  const zone = useSettings((s) => s.timeZone);
  const { data: current } = useCall('case.current', {});
  const opening = useOpening();
  useEffect(() => applyTheme(theme), [theme]);
  const toggleTheme = () => changeSettings({ theme: theme === 'dark' ? 'light' : 'dark' });
  const toggleZone = () => changeSettings({ timeZone: zone === 'utc' ? 'local' : 'utc' });
  useEffect(() => tinykeys(window, {
    '$mod+o': (e) => { e.preventDefault(); opening.chooseCase(); },
    '$mod+i': (e) => { e.preventDefault(); opening.chooseSources(); },
  }), [opening]);
  useEffect(() => client.on('menu.command', ({ command }) => {
    if (command === 'openCase') opening.chooseCase();
    else if (command === 'importFiles') opening.chooseSources();
    else if (command === 'toggleTheme') toggleTheme();
    else if (command === 'toggleTimeZone') toggleZone();
    else void openWindow(client, '/');
  }));
  const dropping = useDroppedFiles(opening.takeFiles);
  return (
    <div className="shell">
      <header className="topbar">
        <Link to="/" className="brand" aria-label="Redthread, start"><Mark />Redthread</Link>
        <span style={{ flex: 1 }} />
        {current ? <span className="ellipsis secondary" title={current.path}>Case: <InertText text={current.name} limit={80} /></span> : null}
        {current?.readOnly ? <span className="chip">Read only</span> : null}
        <span className="badge tertiary" title="Redthread opens no network connection"><PlugDisconnectedRegular />Offline</span>
        <button type="button" className="icon-btn" aria-label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'} title="Switch theme" onClick={toggleTheme}><DarkThemeRegular /></button>
      </header>
      <nav className="rail" aria-label="Places">
        <RailLink to="/" label="Start"><HomeRegular /></RailLink>
        {current ? <><RailLink to="/incidents" label="Incidents"><ShieldErrorRegular /></RailLink><RailLink to="/alerts" label="Alerts"><AlertUrgentRegular /></RailLink></> : null}
        <span style={{ flex: 1 }} />
        <button type="button" className="rail-link" aria-label="Open case" title="Open case (Ctrl+O)" onClick={opening.chooseCase}><FolderOpenRegular /></button>
        <button type="button" className="rail-link" aria-label="Import files" title="Import files (Ctrl+I)" onClick={opening.chooseSources}><ArrowImportRegular /></button>
      </nav>
      <main className="place">{children}</main>
      <footer className="statusbar">
        {current ? <span>{current.counts.incidents.toLocaleString('en')} incidents · {current.counts.alerts.toLocaleString('en')} alerts · {current.counts.entities.toLocaleString('en')} entities · {current.counts.events.toLocaleString('en')} events</span> : <span>No case open</span>}
        {current && current.rejected > 0 ? <span>{current.rejected.toLocaleString('en')} rejected rows</span> : null}
        <span style={{ flex: 1 }} />
        <button type="button" className="zone" onClick={toggleZone} aria-label={`Times are shown in ${zone === 'utc' ? 'UTC' : 'local time'}; switch to ${zone === 'utc' ? 'local time' : 'UTC'}`}>{zone === 'utc' ? 'UTC' : 'Local time'}</button>
      </footer>
      <ImportPanel onOpen={() => void navigate({ to: '/incidents' })} />
      {opening.chooser ? <FileChooser kind={opening.chooser} onClose={opening.closeChooser} onChoose={opening.takePaths} /> : null}
      {opening.problem ? <div className="toast" role="alert"><span>{opening.problem.message} <span className="mono tertiary">{opening.problem.code}</span></span><button type="button" className="btn" onClick={opening.dismiss}>Close</button></div> : null}
      {dropping ? <div className="drop-veil" aria-hidden><div>Drop to open a case or to import files</div></div> : null}
    </div>
  );
}

function RailLink({ to, label, children }: { to: '/' | '/incidents' | '/alerts'; label: string; children: ReactNode }) {
  return <Link to={to} className="rail-link" activeProps={{ className: 'rail-link current', 'aria-current': 'page' }} activeOptions={{ exact: to === '/' }} aria-label={label} title={label}>{children}</Link>;
}

function Mark() {
  return <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden><path d="M3 14C7 14 6 5 10 5s2 5 5 5" fill="none" stroke="var(--severity-high-color)" strokeWidth="1.8" /><circle cx="3" cy="14" r="2" fill="var(--accent-line)" /><circle cx="15" cy="10" r="2" fill="var(--severity-high-color)" /></svg>;
}
