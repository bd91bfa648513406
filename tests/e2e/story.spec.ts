/** The main job as a responder does it: bring a case in, find the incident, play the attack, look at sources, come back later. */
import { chmodSync, closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test } from './app.ts';
import { cursor, cursorMs, hunting, importByDialog, openIncident, openSample, showAll, ownFiles } from './steps.ts';

test.describe.configure({ timeout: 120_000 });

const { file, folder } = ownFiles();

/** A zip archive of one file, written by hand. */
function zip(name: string, content: string | Buffer): Buffer {
  const plain = Buffer.from(content as string);
  const data = deflateRawSync(plain, { level: 9 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); common.writeUInt16LE(8, 4); common.writeUInt32LE(crc32(plain), 10); common.writeUInt32LE(data.length, 14); common.writeUInt32LE(plain.length, 18); common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4); end.writeUInt16LE(1, 6); end.writeUInt32LE(central.length, 8); end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

/** Overwrites a big-endian 32-bit number of a file; SQLite keeps `user_version` at 60. */
function patchBytes(path: string, at: number, value: number): void {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const fd = openSync(path, 'r+');
  writeSync(fd, bytes, 0, 4, at);
  closeSync(fd);
}

test('first start, sample case, queue, summary, story: played to its end', async ({ rt }) => {
  const page = await rt.page();
  await expect(page.getByRole('heading', { name: 'Open a case' })).toBeVisible();
  await openSample(rt, page);
  const main = truth.incidents.find((i) => i.id === truth.mainIncident.id)!;
  await expect(page.getByRole('status').filter({ hasText: /^3 incidents · sorted by last update/ })).toBeVisible();
  await showAll(rt, page);
  for (const incident of truth.incidents) await expect(page.locator('.ag-row').filter({ hasText: incident.id }).first()).toBeVisible();
  await page.locator('.ag-row').filter({ hasText: main.id }).getByRole('checkbox').check();
  const summary = page.getByRole('region', { name: 'Incident summary' });
  await expect(summary).toContainText(main.displayName);
  await expect(summary).toContainText('actions await a decision');
  await summary.getByRole('link', { name: 'Open incident page' }).click();
  await expect(page.getByRole('tab', { name: 'Attack story' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tab', { name: `Alerts (${truth.alerts.filter((a) => a.incidentId === main.id).length})` })).toBeVisible();
  const graph = page.getByRole('region', { name: 'Incident graph' });
  await expect(graph).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
  await rt.idle(page);

  await page.getByRole('button', { name: 'Go to the start' }).click();
  await rt.idle(page);
  const line = page.getByTestId('shown-line');
  await expect(line).toContainText(/Showing \d+ of \d+ entities/);
  const before = await line.textContent();
  const writes = await graph.getAttribute('data-entity-writes');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
  await page.getByRole('button', { name: 'Skip gaps' }).click();
  await page.getByRole('button', { name: 'Play attack story' }).click();
  await expect(page.getByRole('button', { name: 'Play attack story' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => page.getByRole('button', { name: 'Play attack story' }).getAttribute('aria-pressed'), { timeout: 60_000 }).toBe('false');
  await rt.idle(page);
  expect(await line.textContent()).not.toBe(before);
  expect(await graph.getAttribute('data-entity-writes'), 'playing wrote data of entities').toBe(writes);
  await expect(page.getByText(/^18 of 18 so far$/).or(page.getByText(/(\d+) of \1 so far/))).toBeVisible();
});

test('a day of a real machine, 53,698 events: opened, played to its end, without work per entity @once', async ({ rt }) => {
  const path = join(process.env['REDTHREAD_DATA'] ?? '', 'otrf-security-datasets', 'lsass_campaign_01.zip');
  test.skip(!existsSync(path), 'REDTHREAD_DATA names no folder that holds otrf-security-datasets/lsass_campaign_01.zip');
  const page = await rt.page();
  const end = await importByDialog(rt, page, [path]);
  await expect(end).toContainText('Events53,698');
  await end.getByRole('button', { name: 'Show incidents' }).click();
  await openIncident(rt, page, 'telemetry-');
  const graph = page.getByRole('region', { name: 'Incident graph' });
  await cursor(page).press('Home');
  await rt.idle(page);
  const writes = await graph.getAttribute('data-entity-writes');
  const from = await cursorMs(page);
  await page.getByLabel('Speed').selectOption('8');
  const play = page.getByRole('button', { name: 'Play attack story' });
  await play.click();
  await expect(play).toHaveAttribute('aria-pressed', 'true');
  await expect(play).toHaveAttribute('aria-pressed', 'false', { timeout: 100_000 });
  await rt.idle(page);
  expect(await cursorMs(page)).toBe(Number(await cursor(page).getAttribute('aria-valuemax')));
  expect(await cursorMs(page)).toBeGreaterThan(from);
  const line = /Showing ([\d,]+) of ([\d,]+) entities, ([\d,]+) of ([\d,]+) relations/.exec((await page.getByTestId('shown-line').textContent())!)!;
  expect([line[1], line[3]]).toEqual([line[2], line[4]]);
  expect(Number(writes)).toBeGreaterThan(0);
  expect(await graph.getAttribute('data-entity-writes')).toBe(writes);
});

test('evidence never joins the sample, and a case can be closed to begin another', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  const start = page.getByRole('link', { name: 'Start', exact: true });
  const currentCase = async () => (await rt.call(page, 'case.current', {})) as { name: string; counts: { events: number } } | null;
  await start.click();
  await (await importByDialog(rt, page, [file('first.csv', hunting(5))])).getByRole('button', { name: 'Close' }).click();
  expect(await currentCase()).toMatchObject({ name: 'first', counts: { events: 5 } });
  await (await importByDialog(rt, page, [file('more.csv', hunting(3, 'other.exe', 'ws-8.corp.example'))])).getByRole('button', { name: 'Close' }).click();
  expect(await currentCase()).toMatchObject({ name: 'first', counts: { events: 8 } });
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(page.locator('.statusbar')).toContainText('No case open');
  await (await importByDialog(rt, page, [file('second.csv', hunting(2))])).getByRole('button', { name: 'Close' }).click();
  expect(await currentCase()).toMatchObject({ name: 'second', counts: { events: 2 } });
  await page.getByRole('region', { name: 'Recent cases' }).getByRole('button', { name: /Sample case/ }).click();
  await showAll(rt, page);
  await expect(page.locator('.ag-row')).toHaveCount(truth.incidents.length);
});

test('the queue: a search that follows typing, a pane that gives the focus back', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  const search = page.getByRole('searchbox', { name: 'Search incidents' });
  await search.pressSequentially('Parcelo', { delay: 5 });
  await expect(search).toHaveValue('Parcelo');
  await expect(page.locator('.ag-row')).toHaveCount(1);
  await expect(page).toHaveURL(/search=Parcelo/);
  await search.fill('nothing has this name');
  await page.getByRole('button', { name: 'Show all 6 incidents' }).click();
  await expect(page.locator('.ag-row')).toHaveCount(truth.incidents.length);
  await page.locator('.ag-row').nth(1).locator('.ag-cell').nth(3).click();
  const pane = page.getByRole('region', { name: 'Incident summary' });
  await pane.getByRole('button', { name: 'Next incident' }).click();
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.ag-row') !== null)).toBe(true);
});

test('the scrubber by keyboard and without dragging: steps, ends, brush, and the brush holds the cursor', async ({ rt }) => {
  const page = await rt.page();
  await importByDialog(rt, page, [file('DeviceProcessEvents.csv', hunting(30))]);
  await page.getByRole('button', { name: 'Show incidents' }).click();
  await openIncident(rt, page, 'telemetry-');
  await cursor(page).focus();
  await page.keyboard.press('Home');
  const start = await cursorMs(page);
  await page.keyboard.press('ArrowRight');
  await rt.idle(page);
  const one = await cursorMs(page);
  expect(one).toBeGreaterThan(start);
  await page.keyboard.press('ArrowLeft');
  expect(await cursorMs(page)).toBe(start);
  await page.keyboard.press('End');
  const end = await cursorMs(page);
  const left = page.getByRole('slider', { name: 'Brush start' });
  await left.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowRight');
  await rt.idle(page);
  const brushStart = Number(await left.getAttribute('aria-valuenow'));
  expect(brushStart).toBeGreaterThan(start);
  await cursor(page).focus();
  await page.keyboard.press('Home');
  expect(Math.abs((await cursorMs(page)) - brushStart)).toBeLessThanOrEqual(1);
  await expect(page.getByTestId('shown-line')).toContainText('stay in place, faded');
  await page.getByRole('button', { name: 'Whole span' }).click();
  await cursor(page).focus();
  await page.keyboard.press('End');
  expect(await cursorMs(page)).toBe(end);
  await page.getByRole('region', { name: 'Incident graph' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play attack story' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play attack story' })).toHaveAttribute('aria-pressed', 'false');
});

test('an entity, its alerts and its raw record; the same selection in a second window; all of it kept over a restart', async ({ rt }) => {
  let page = await rt.page();
  await openSample(rt, page);
  await openIncident(rt, page, truth.mainIncident.id);
  const item = page.getByRole('list', { name: 'Alerts in time order' }).getByRole('button').nth(2);
  const title = truth.alerts.filter((a) => a.incidentId === truth.mainIncident.id).sort((a, b) => (a.firstActivity < b.firstActivity ? -1 : 1))[2]!.title;
  await expect(item).toContainText(title);
  await item.click();
  const pane = page.getByRole('region', { name: 'Alert', exact: true });
  await expect(pane).toContainText(title);
  await pane.getByRole('button', { name: 'Raw record' }).last().click();
  await expect(pane.locator('pre.raw')).toContainText('providerAlertId');
  await expect(pane).toContainText('SHA-256');
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('table', { name: 'Relations' }).getByRole('row').nth(1)).toBeVisible();

  const second = await rt.openWindow(`/incidents/${truth.mainIncident.id}`);
  await expect(second.getByRole('region', { name: 'Alert', exact: true })).toContainText(title, { timeout: 20_000 });
  await page.getByRole('slider', { name: 'Time cursor' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(() => cursorMs(second)).toBe(await cursorMs(page));
  // What a person sets up: a narrower brush, another view, a pace, a theme, local time, a wider pane.
  const brushEnd = page.getByRole('slider', { name: 'Brush end' });
  await brushEnd.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowLeft');
  await page.getByRole('button', { name: 'Story', exact: true }).press('Tab');
  await page.getByRole('button', { name: 'All related entities' }).click();
  await page.getByRole('button', { name: 'By time' }).click();
  await page.getByLabel('Speed').selectOption('4');
  await page.getByRole('button', { name: 'Show inferred relations' }).click();
  await page.getByRole('button', { name: /Times are shown in UTC/ }).click();
  await page.getByRole('button', { name: /^Use the (light|dark) theme$/ }).click();
  await rt.idle(page);
  const state = async () => ({
    cursor: await cursorMs(page), brush: await page.getByRole('slider', { name: 'Brush end' }).getAttribute('aria-valuenow'), speed: await page.getByLabel('Speed').inputValue(), theme: await page.locator('html').getAttribute('data-theme'),
    all: await page.getByRole('button', { name: 'All related entities' }).getAttribute('aria-pressed'), pace: await page.getByRole('button', { name: 'By time' }).getAttribute('aria-pressed'),
    inferred: await page.getByRole('button', { name: 'Show inferred relations' }).getAttribute('aria-pressed'), zone: await page.locator('.zone').textContent(),
  });
  const kept = await state();
  // What this window sent has arrived; the rest is written when the host ends.
  await expect.poll(async () => ((await rt.call(page, 'session.get', {})) as { state: { showInferred: boolean } }).state.showInferred).toBe(false);
  expect(kept).toMatchObject({ all: 'true', pace: 'true', speed: '4', inferred: 'false', zone: 'Local time' });

  await rt.restart();
  page = await rt.page();
  await page.getByRole('region', { name: 'Recent cases' }).getByRole('button', { name: /Sample case/ }).click();
  await openIncident(rt, page, truth.mainIncident.id);
  await expect(page.getByRole('region', { name: 'Alert', exact: true })).toContainText(title);
  expect(await state()).toEqual(kept);
});

test('files that cannot be read are named, the others come in, and nothing half-done stays', async ({ rt }) => {
  const page = await rt.page();
  const whole = gzipSync(hunting(200));
  const cut = file('cut.csv.gz', whole);
  truncateSync(cut, 600);
  const large = Buffer.concat([Buffer.from(`${hunting(1)}\n`), Buffer.alloc(80 * 2 ** 20, '\n')]);
  const bomb = file('bomb.csv.gz', gzipSync(large));
  const zipped = zip('rows.csv', hunting(200));
  const cutZip = file('cut.zip', zipped.subarray(0, zipped.length - 100));
  const zipBomb = file('many.zip', zip('rows.csv', large));
  const end = await importByDialog(rt, page, [file('empty.json', ''), file('broken.json', '{"value": [ {"id": '), cut, bomb, cutZip, zipBomb, join(folder(), 'gone.csv'), file('good.zip', zip('good.csv', hunting(5)))]);
  await expect(end).toContainText('The case gained');
  for (const words of [/empty\.json: the file is empty/, /cut\.csv\.gz is damaged or cut off/, /bomb\.csv\.gz: [^:]*as a zip bomb does/, /cut\.zip: the zip archive is damaged or cut off/, /many\.zip: [^:]*as a zip bomb does/, /gone\.csv: the file is not there any more/, /broken\.json: it is in no format that is known here/]) await expect(end).toContainText(words);
  await end.getByRole('button', { name: 'Show incidents' }).click();
  await expect(page.locator('.ag-row')).toHaveCount(1);
  await expect(page.locator('.statusbar')).toContainText('5 events');
});

test('a file that is removed while it is read leaves nothing behind, nor does a cancelled import', async ({ rt }) => {
  const page = await rt.page();
  const start = async (path: string): Promise<void> => {
    await rt.answerOpenDialog([path]);
    await page.getByRole('main').getByRole('button', { name: 'Import files' }).click();
    await expect(page.getByRole('dialog', { name: 'Importing 1 file' }).locator('.figures')).toContainText(/Rows read[1-9]/, { timeout: 60_000 });
  };
  // The case that was made for the import goes again.
  const isEmpty = async (): Promise<void> => {
    await expect(page.locator('.statusbar')).toContainText('No case open');
    expect(await rt.call(page, 'case.current', {})).toBeNull();
    expect(((await rt.call(page, 'settings.get', {})) as { recentCases: unknown[] }).recentCases).toEqual([]);
  };
  const large = hunting(60_000);
  const path = file('large.csv', large);
  await start(path);
  rmSync(path);
  const failed = page.getByRole('dialog', { name: 'Nothing was imported' });
  await expect(failed).toContainText(/large\.csv.*removed/, { timeout: 60_000 });
  await failed.getByRole('button', { name: 'Close' }).click();
  await isEmpty();
  await start(file('large.csv', large));
  await page.getByRole('button', { name: 'Cancel import' }).click();
  await expect(page.getByRole('dialog').filter({ hasText: 'cancelled' })).toContainText('as it was before', { timeout: 60_000 });
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await isEmpty();
});

test('a folder that is typed in the file dialog is walked into @loopback', async ({ rt }) => {
  const page = await rt.page();
  file('good.csv', hunting(5));
  await page.getByRole('main').getByRole('button', { name: 'Import files' }).click();
  const chooser = page.getByRole('dialog', { name: 'Open file' });
  await chooser.getByLabel('Path').fill(folder());
  await chooser.getByLabel('Path').press('Enter');
  await chooser.getByRole('button', { name: /good\.csv/ }).click();
  await expect(chooser.getByLabel('Path')).toHaveValue(join(folder(), 'good.csv'));
  await chooser.getByLabel('Times without a zone are').selectOption('+02:00');
  await chooser.getByRole('button', { name: 'Open', exact: true }).click();
  const end = page.getByRole('dialog', { name: 'Import finished' });
  await expect(end).toContainText('Read 5 rows');
  await expect(end).toContainText('Times without a zone are read as UTC+02:00');
});

test('a case that is marked read-only is shown, takes nothing in, and stays untouched', async ({ rt }) => {
  const page = await rt.page();
  await (await importByDialog(rt, page, [file('good.csv', hunting(5))])).getByRole('button', { name: 'Close' }).click();
  const { path: made } = (await rt.call(page, 'case.current', {})) as { path: string };
  const backup = new DatabaseSync(made);
  const kept = join(folder(), 'kept.redthread');
  backup.exec(`vacuum into '${kept.replaceAll("'", "''")}'`);
  backup.close();
  chmodSync(kept, 0o400);
  const bytes = readFileSync(kept);
  const before = readdirSync(folder());
  await rt.answerOpenDialog([kept]);
  await page.getByRole('main').getByRole('button', { name: 'Open case' }).click();
  await expect(page.getByText('Read only', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.ag-row')).toHaveCount(1);
  await page.getByRole('link', { name: 'Start', exact: true }).click();
  await rt.answerOpenDialog([join(folder(), 'good.csv')]);
  await page.getByRole('main').getByRole('button', { name: 'Import files' }).click();
  await expect(page.getByRole('alert').or(page.getByRole('dialog')).first()).toContainText('cannot be written');
  expect(readdirSync(folder())).toEqual(before);
  expect(readFileSync(kept).equals(bytes)).toBe(true);
  chmodSync(kept, 0o600);
});

test('dropping files imports them, again changes nothing, and rejected rows are listed with their place', async ({ rt }) => {
  const page = await rt.page();
  const path = file('rows.csv', `${hunting(4)}\nonly,three,values`);
  await rt.dropFiles(page, 'main', [path]);
  const end = page.getByRole('dialog').filter({ hasText: 'Import finished' });
  await expect(end).toContainText('1 row was rejected', { timeout: 30_000 });
  await expect(end.getByRole('region', { name: 'Rejected rows' })).toContainText('line 6');
  await end.getByRole('button', { name: 'Close' }).click();
  await rt.dropFiles(page, 'main', [path]);
  await expect(end).toContainText('Nothing new', { timeout: 30_000 });
  await expect(end).toContainText('were already there');
});

test('cases that cannot be opened say why, and the workbench goes on', async ({ rt }) => {
  const page = await rt.page();
  await importByDialog(rt, page, [file('good.csv', hunting(5))]);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  const { path: casePath } = (await rt.call(page, 'case.current', {})) as { path: string };
  const newer = file('newer.redthread', readFileSync(casePath));
  patchBytes(newer, 60, 9990);
  for (const [path, words] of [[newer, 'newer Redthread (case format 9990)'], [file('text.redthread', 'hello '.repeat(50)), 'is not a Redthread case'], [join(folder(), 'none.redthread'), 'There is no file']] as const) {
    await rt.answerOpenDialog([path]);
    await page.getByRole('main').getByRole('button', { name: 'Open case' }).click();
    await expect(page.getByRole('alert')).toContainText(words);
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  }
  await page.getByRole('region', { name: 'Recent cases' }).getByRole('button', { name: /good/ }).click();
  await expect(page.locator('.ag-row')).toHaveCount(1);
  const other = new DatabaseSync(casePath);
  other.exec('begin immediate');
  await page.getByRole('link', { name: 'Start', exact: true }).click();
  const refused = await importByDialog(rt, page, [file('more.csv', hunting(3, 'other.exe'))]);
  await expect(refused).toContainText('being written by another program');
  other.exec('rollback');
  other.close();
  await refused.getByRole('button', { name: 'Close' }).click();
  await importByDialog(rt, page, [join(folder(), 'more.csv')]);
});

test('text from evidence stays text', async ({ rt }) => {
  const page = await rt.page();
  const evil = '<img src=x onerror=document.title=1>\u202Egpj.exe';
  await importByDialog(rt, page, [file('evil.csv', hunting(3, evil, 'ws-9.corp.example'))]);
  await page.getByRole('dialog').getByRole('button', { name: 'Show incidents' }).click();
  await openIncident(rt, page, 'telemetry-');
  await page.getByRole('button', { name: 'Show as table' }).click();
  const table = page.getByRole('table', { name: 'Relations' });
  await expect(table).toContainText('<img src=x onerror=document.title=1>⟨U+202E⟩gpj.exe');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).not.toBe('1');
  await table.getByRole('button', { name: /onerror/ }).first().click();
  await expect(page.getByRole('region', { name: 'Entity', exact: true })).toContainText('U+202E');
  expect(await page.locator('main a[href^="http"]').count()).toBe(0);
});

test('queue and story pass the accessibility rules in both themes @once', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openIncident(rt, page, truth.mainIncident.id);
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    await expect(page.locator(`html[data-theme=${theme}]`)).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
    expect(violations.map((v) => `${theme}: ${v.id} at ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
  }
});
