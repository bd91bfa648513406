/** Top bar, rail, status bar, the drop target and the keyboard, around whatever the route shows. */
import { AlertUrgentRegular, ArrowImportRegular, DesktopRegular, FolderOpenRegular, HomeRegular, LockClosed16Regular, PlugDisconnectedRegular, SettingsRegular, ShieldErrorRegular, WeatherMoonRegular, WeatherSunnyRegular } from '@fluentui/react-icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { tinykeys } from 'tinykeys';
import { visibleText } from '../../shared/base/text.ts';
import { FileChooser, ImportPanel, useDroppedFiles, useOpening } from '../features/import/index.ts';
import { ManageHost, UndoLast } from '../features/manage/index.ts';
import { openWindow } from '../platform/index.ts';
import { changeSettings, useCall, useClient, useSettings, useThemeName } from '../state/index.ts';
import { InertText, plural } from '../ui/index.ts';
import { CaseHealth } from './case-health.tsx';
import { Preferences } from './preferences.tsx';

/** Where a single key means itself and no command. */
const TYPES_HERE = 'input, select, textarea, dialog, [contenteditable], [role="menu"]';

/** Single-letter commands; the person can switch them off. */
function useSingleKeys(keys: Readonly<Record<string, () => void>>): void {
  const isOn = useSettings((s) => s.singleKeyShortcuts);
  const latest = useRef(keys);
  useEffect(() => { latest.current = keys; });
  useEffect(() => {
    if (!isOn) return undefined;
    const listen = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.repeat || e.ctrlKey || e.metaKey || e.altKey || (e.target instanceof Element && e.target.closest(TYPES_HERE)) || document.querySelector('dialog[open]')) return;
      if (!Object.hasOwn(latest.current, e.key)) return;
      e.preventDefault();
      latest.current[e.key]!();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isOn]);
}

export function Shell({ children }: { children: ReactNode }) {
  const client = useClient();
  const navigate = useNavigate();
  const theme = useThemeName();
  const zone = useSettings((s) => s.timeZone);
  const { data: current } = useCall('case.current', {});
  const opening = useOpening();
  const [hasPreferences, setPreferences] = useState(false);
  const toggleTheme = () => changeSettings({ theme: theme === 'dark' ? 'light' : 'dark' });
  const toggleZone = () => changeSettings({ timeZone: zone === 'utc' ? 'local' : 'utc' });
  useEffect(() => tinykeys(window, {
    '$mod+o': (e) => { e.preventDefault(); opening.chooseCase(); },
    '$mod+i': (e) => { e.preventDefault(); opening.chooseSources(); },
  }), [opening]);
  useSingleKeys({ '?': () => setPreferences(true), t: toggleTheme, u: toggleZone });
  useEffect(() => client.on('menu.command', ({ command }) => {
    if (command === 'openCase') opening.chooseCase();
    else if (command === 'importFiles') opening.chooseSources();
    else if (command === 'toggleTheme') toggleTheme();
    else if (command === 'toggleTimeZone') toggleZone();
    else void openWindow(client, '/');
  }));
  const dropping = useDroppedFiles(opening.takeFiles);
  const hasSingleKeys = useSettings((s) => s.singleKeyShortcuts);
  const hint = (key: string) => (hasSingleKeys ? ` (${key})` : '');
  const otherZone = zone === 'utc' ? 'local time' : 'UTC';
  return (
    <div className="shell">
      <header className="topbar">
        <Link to="/" className="brand" aria-label="Redthread, start"><Mark />Redthread</Link>
        <span style={{ flex: 1 }} />
        {current ? <span className="ellipsis secondary" title={visibleText(current.path)}>Case: <InertText text={current.name} limit={80} /></span> : null}
        {current?.readOnly ? <span className="chip">Read only</span> : null}
        <span className="badge secondary" title="Redthread opens no network connection"><PlugDisconnectedRegular aria-hidden />{current ? 'Offline' : 'Offline, nothing leaves this machine'}</span>
        <button type="button" className="icon-btn" aria-label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'} title={`Switch theme${hint('t')}`} onClick={toggleTheme}>{theme === 'dark' ? <WeatherSunnyRegular /> : <WeatherMoonRegular />}</button>
      </header>
      <nav className="rail" aria-label="Places">
        <RailLink to="/" label="Start"><HomeRegular /></RailLink>
        {current ? <div className="rail-group" role="group" aria-label="Incidents &amp; alerts" title="Incidents &amp; alerts"><RailLink to="/incidents" label="Incidents"><ShieldErrorRegular /></RailLink><RailLink to="/alerts" label="Alerts"><AlertUrgentRegular /></RailLink></div> : null}
        {current ? <RailLink to="/devices" label="Devices"><DesktopRegular /></RailLink> : null}
        <span style={{ flex: 1 }} />
        <button type="button" className="rail-link" aria-label="Open case" title="Open case (Ctrl+O)" onClick={opening.chooseCase}><FolderOpenRegular /></button>
        <button type="button" className="rail-link" aria-label="Import files" title="Import files (Ctrl+I)" onClick={opening.chooseSources}><ArrowImportRegular /></button>
        <button type="button" className="rail-link" aria-label="Preferences and keys" title={`Preferences and keys${hint('?')}`} onClick={() => setPreferences(true)}><SettingsRegular /></button>
      </nav>
      <main className="place">{children}</main>
      <footer className="statusbar">
        {current ? <><CaseHealth key={`${current.path}.${current.revision}`} current={current} /><span className="ellipsis">{[plural(current.counts.incidents, 'incident'), plural(current.counts.alerts, 'alert'), plural(current.counts.entities, 'entity', 'entities'), plural(current.counts.events, 'event')].join(' · ')}</span></> : <span>No case open</span>}
        {current && current.rejected > 0 ? <span>{plural(current.rejected, 'rejected row')}</span> : null}
        <span style={{ flex: 1 }} />
        {current && !current.readOnly ? <UndoLast /> : null}
        {current ? <span className="badge" title="Source files and the records read from them are never changed"><LockClosed16Regular aria-hidden />Read-only evidence</span> : null}
        <button type="button" className="zone" onClick={toggleZone} title={`Switch to ${otherZone}${hint('u')}`} aria-label={`Times are shown in ${zone === 'utc' ? 'UTC' : 'local time'}; switch to ${otherZone}`}>{zone === 'utc' ? 'UTC' : 'Local time'}</button>
      </footer>
      <ManageHost />
      <ImportPanel onOpen={() => void navigate({ to: '/incidents' })} />
      {hasPreferences ? <Preferences onClose={() => setPreferences(false)} /> : null}
      {opening.chooser ? <FileChooser kind={opening.chooser} format={opening.format} onClose={opening.closeChooser} onChoose={opening.takePaths} /> : null}
      {opening.problem ? <div className="toast" role="alert"><span><InertText text={opening.problem.message} limit={2000} /> <span className="mono tertiary">{opening.problem.code}</span></span><button type="button" className="btn" onClick={opening.dismiss}>Close</button></div> : null}
      {dropping ? <div className="drop-veil" aria-hidden><div>Drop to open a case or to import files</div></div> : null}
    </div>
  );
}

function RailLink({ to, label, children }: { to: '/' | '/incidents' | '/alerts' | '/devices'; label: string; children: ReactNode }) {
  return <Link to={to} className="rail-link" activeProps={{ className: 'rail-link current', 'aria-current': 'page' }} activeOptions={{ exact: to === '/' }} aria-label={label} title={label}>{children}</Link>;
}

function Mark() {
  return <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden><path d="M3 14C7 14 6 5 10 5s2 5 5 5" fill="none" stroke="var(--severity-high-color)" strokeWidth="1.8" /><circle cx="3" cy="14" r="2" fill="var(--accent-line)" /><circle cx="15" cy="10" r="2" fill="var(--severity-high-color)" /></svg>;
}
