/** Preferences and the list of keys, in one dialog. */
import { changeSettings, useSettings } from '../state/index.ts';
import { Dialog } from '../ui/index.ts';

type Key = readonly [keys: readonly string[], does: string];
const GROUPS: readonly (readonly [string, readonly Key[]])[] = [
  ['Everywhere', [[['Ctrl', 'O'], 'Open a case'], [['Ctrl', 'I'], 'Import files'], [['Tab'], 'Next control'], [['Esc'], 'Close the dialog or the side pane']]],
  ['Lists', [[['↑', '↓', '←', '→'], 'Move in the list'], [['Space'], 'Tick the row, where rows can be ticked'], [['Enter'], 'Open'], [['Shift', 'F10'], 'Menu of the row'], [['Ctrl', 'C'], 'Copy the ticked rows, or the one in focus']]],
  ['Attack story', [[['Space'], 'Play or pause'], [[',', '.'], 'Step back or forward'], [['Home', 'End'], 'Start or end of the brush']]],
];
/** Single keys, which can be switched off (WCAG 2.1.4). */
const SINGLE: readonly Key[] = [[['?'], 'This dialog'], [['t'], 'Light or dark theme'], [['u'], 'UTC or local time']];

export function Preferences({ onClose }: { onClose: () => void }) {
  const { theme, timeZone, singleKeyShortcuts } = useSettings();
  return (
    <Dialog title="Preferences and keys" onClose={onClose} footer={<button type="button" className="btn primary" onClick={onClose}>Close</button>}>
      <dl className="facts" style={{ alignItems: 'center', rowGap: 10 }}>
        <dt>Theme</dt>
        <dd><Choice label="Theme" value={theme} options={[['system', 'As the system'], ['dark', 'Dark'], ['light', 'Light']]} onChoose={(value) => changeSettings({ theme: value })} /></dd>
        <dt>Times</dt>
        <dd><Choice label="Times" value={timeZone} options={[['utc', 'UTC'], ['local', 'Local time']]} onChoose={(value) => changeSettings({ timeZone: value })} /></dd>
        <dt>Single-key shortcuts</dt>
        <dd><label className="badge"><input type="checkbox" checked={singleKeyShortcuts} onChange={(e) => changeSettings({ singleKeyShortcuts: e.target.checked })} />{singleKeyShortcuts ? 'On' : 'Off'}</label></dd>
      </dl>
      <div className="key-groups">
        {GROUPS.map(([name, keys]) => <Keys key={name} name={name} keys={keys} />)}
        <Keys name="Single keys" keys={SINGLE} off={!singleKeyShortcuts} />
      </div>
    </Dialog>
  );
}

function Choice<T extends string>({ label, value, options, onChoose }: { label: string; value: T; options: readonly (readonly [T, string])[]; onChoose: (value: T) => void }) {
  return <div className="segmented" role="group" aria-label={label}>{options.map(([id, text]) => <button key={id} type="button" aria-pressed={id === value} onClick={() => onChoose(id)}>{text}</button>)}</div>;
}

function Keys({ name, keys, off = false }: { name: string; keys: readonly Key[]; off?: boolean }) {
  return (
    <section aria-label={name}>
      <h3>{name}{off ? <span className="tertiary"> (off)</span> : null}</h3>
      <dl className="facts keys">{keys.map(([pressed, does]) => [<dt key={`${does}.keys`}>{pressed.map((k) => <kbd key={k} className="kbd">{k}</kbd>)}</dt>, <dd key={does}>{does}</dd>])}</dl>
    </section>
  );
}
