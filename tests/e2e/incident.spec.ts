/** The incident page and its neighbours: every tab, highlighting both ways, pointers, windows, time zones, hostile text, formats by name. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { expect, test, until, type Workbench } from './app.ts';
import { cursor, cursorMs, hunting, importByDialog, openIncident, openSample, showAll, ownFiles } from './steps.ts';

test.describe.configure({ timeout: 120_000 });
const { file, folder } = ownFiles();
const mainAlerts = truth.alerts.filter((a) => a.incidentId === truth.mainIncident.id).sort((a, b) => (a.firstActivity < b.firstActivity ? -1 : 1));
const graphOf = (page: Page) => page.getByRole('region', { name: 'Incident graph' });
const alertItems = (page: Page) => page.getByRole('list', { name: 'Alerts in time order' }).getByRole('button');

test('the queue has its columns, is sorted by last update, and opens incidents in windows of their own', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await showAll(rt, page);
  const heads = ['Incident name', 'Incident Id', 'Tags', 'Severity', 'Investigation state', 'Categories', 'Impacted assets', 'Active alerts', 'Service sources', 'First activity (UTC)', 'Last activity (UTC)', 'Status', 'Assigned to', 'Classification'];
  // The grid draws the columns in view only: walk to the others.
  const seen: string[] = [];
  for (const left of [0, 700, 1400, 2100]) {
    await page.locator('.ag-body-horizontal-scroll-viewport').evaluate((e, x) => { e.scrollLeft = x; }, left);
    await rt.idle(page);
    for (const text of await page.locator('.ag-header-cell-text').allTextContents()) if (!seen.includes(text)) seen.push(text);
  }
  expect(seen.filter((t) => t !== '')).toEqual(heads);
  await expect(page.getByText('sorted by last update, newest first')).toBeVisible();
  const { items } = (await rt.call(page, 'incident.list', {})) as { items: { incidentId: string; lastUpdateUs: number | null; lastActivityUs: number | null }[] };
  const updates = items.map((i) => i.lastUpdateUs ?? i.lastActivityUs ?? -1);
  expect(updates).toEqual(updates.toSorted((a, b) => b - a));
  expect(await page.locator('.ag-row').evaluateAll((rows) => rows.toSorted((a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index'))).map((r) => r.getAttribute('row-id')))).toEqual(items.map((i) => i.incidentId));

  await page.locator('.ag-body-horizontal-scroll-viewport').evaluate((e) => { e.scrollLeft = 0; });
  const row = page.locator('.ag-row').filter({ hasText: truth.mainIncident.id });
  const opened = async (open: () => Promise<void>): Promise<void> => {
    const before = rt.pages();
    await open();
    const own = await until('a window of its own', () => rt.pages().find((p) => !before.includes(p)));
    await expect(own.getByRole('tab', { name: 'Attack story' })).toBeVisible({ timeout: 20_000 });
    expect(own.url().split('#')[1]).toContain(`/incidents/${truth.mainIncident.id}`);
    await own.close();
    expect(page.url().split('#')[1]).toMatch(/^\/incidents(\?|$)/);
  };
  await opened(() => row.getByRole('link').click({ modifiers: ['Control'] }));
  await opened(async () => {
    await row.locator('.ag-cell').nth(2).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Open in new window/ }).click();
  });
});

test('every tab says how much it holds and shows it', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openIncident(rt, page, truth.mainIncident.id);
  const evidenced = new Set(mainAlerts.flatMap((a) => a.evidence.map((e) => e.entity))).size;
  const investigations = truth.investigations.filter((i) => mainAlerts.some((a) => a.id === i.alertId)).length;
  // Kinds as the truth counts them; an OAuth app is an app.
  const assets = ['device', 'user', 'mailbox', 'app', 'oauthApp', 'cloudResource'].reduce((n, kind) => n + ((truth.mainIncident.entities as Readonly<Record<string, number>>)[kind] ?? 0), 0);
  expect(await page.getByRole('tab').allTextContents()).toEqual(['Attack story', `Alerts (${mainAlerts.length})`, `Assets (${assets})`, `Investigations (${investigations})`, `Evidence and Response (${evidenced})`, 'Summary', 'Activities']);
  const rows = page.locator('.ag-row');
  await page.getByRole('tab', { name: /^Alerts/ }).click();
  await expect(page.locator(`.ag-row[row-id="${mainAlerts[0]!.id}"]`)).toContainText(mainAlerts[0]!.title.slice(0, 20));
  await expect(page.getByRole('tabpanel')).toContainText(`${mainAlerts.length} alerts · sorted by first activity`);
  await page.getByRole('tab', { name: /^Investigations/ }).click();
  const listed = page.getByRole('tabpanel').locator('table').first().locator('tbody tr');
  await expect(listed).toHaveCount(investigations);
  for (const i of truth.investigations.filter((i) => mainAlerts.some((a) => a.id === i.alertId))) await expect(listed.filter({ hasText: i.id })).toBeVisible();
  await page.getByRole('tab', { name: /^Evidence and Response/ }).click();
  await expect(rows.first()).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText(`${evidenced}`);
  // By the arrow keys to the Summary, and round to the story.
  await page.getByRole('tab', { name: /^Evidence and Response/ }).press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Summary' })).toBeFocused();
  await expect(page.getByRole('region', { name: 'Incident information' })).toBeVisible();
  await page.getByRole('tab', { name: 'Summary' }).press('ArrowRight');
  await expect(page.getByRole('table', { name: 'Activities' }).or(page.getByRole('heading', { name: 'No activities' }))).toBeVisible();
  await page.getByRole('tab', { name: 'Activities' }).press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Attack story' })).toHaveAttribute('aria-selected', 'true');
  await expect(graphOf(page)).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
});

test('an alert lights its entities, an entity its alerts, and a click in the graph selects', async ({ rt }) => {
  const page = await rt.page();
  await openSample(rt, page);
  await openIncident(rt, page, truth.mainIncident.id);
  const evidence = ((await rt.call(page, 'evidence.list', { incidentId: truth.mainIncident.id, limit: 1000 })) as { items: { alertId: string; entityId: string; displayName: string }[] }).items;
  const lit = page.getByRole('region', { name: 'Incident graph' }).getByRole('status').filter({ hasText: 'highlighted' });
  for (const at of [2, 7]) {
    const alert = mainAlerts[at]!;
    const item = alertItems(page).nth(at);
    await item.click();
    await expect(item).toHaveAttribute('aria-pressed', 'true');
    await expect(lit).toHaveText(`${new Set(alert.evidence.map((e) => e.entity)).size} entities highlighted`);
  }
  await page.getByRole('button', { name: 'Show as table' }).click();
  const ofAlert = new Set(evidence.filter((e) => e.alertId === mainAlerts[7]!.id).map((e) => e.entityId));
  const marked = await graphOf(page).locator('button[aria-current="true"]').count();
  expect(marked).toBeGreaterThan(0);
  const all = await graphOf(page).locator('table button.badge').count();
  expect(marked).toBeLessThan(all);
  await page.getByRole('button', { name: 'Show as table' }).click();

  // A click on the canvas: an entity under the pointer shows as a hand.
  const canvas = graphOf(page).locator('canvas').last();
  const box = (await canvas.boundingBox())!;
  const place = await (async () => {
    for (let y = box.y + 40; y < box.y + box.height - 20; y += 14) {
      for (let x = box.x + 30; x < box.x + box.width - 20; x += 14) {
        await page.mouse.move(x, y);
        if (await graphOf(page).locator('div[style*="cursor: pointer"]').count() > 0) return { x, y };
      }
    }
    return null;
  })();
  expect(place, 'no entity under any point of the canvas').not.toBeNull();
  await page.mouse.click(place!.x, place!.y);
  const pane = page.getByRole('region', { name: 'Entity', exact: true });
  await expect(pane).toBeVisible();
  const selected = async () => ((await rt.call(page, 'session.get', {})) as { state: { selection: { kind: string; id: string } } }).state.selection;
  await expect.poll(async () => (await selected()).kind).toBe('entity');
  const selection = await selected();
  const own = new Set(evidence.filter((e) => e.entityId === selection.id).map((e) => e.alertId));
  await expect(alertItems(page).filter({ hasText: 'Names the selected entity.' })).toHaveCount(own.size);
  expect(ofAlert.size).toBeGreaterThan(1);
});

test('cursor and brush by pointer; local time on demand; a playback that loops', async ({ rt }) => {
  const page = await rt.page();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Kolkata' });
  await importByDialog(rt, page, [file('DeviceProcessEvents.csv', hunting(30))]);
  await page.getByRole('button', { name: 'Show incidents' }).click();
  await openIncident(rt, page, 'telemetry-');
  const track = (await page.getByRole('group', { name: 'Events and alerts over time' }).boundingBox())!;
  const drag = async (from: { x: number; y: number }, share: number): Promise<void> => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(track.x + track.width * share, from.y, { steps: 6 });
    await page.mouse.up();
    await rt.idle(page);
  };
  const middle = async (name: string) => { const b = (await page.getByRole('slider', { name }).boundingBox())!; return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; };
  const [min, max] = await Promise.all(['aria-valuemin', 'aria-valuemax'].map(async (a) => Number(await cursor(page).getAttribute(a)))) as [number, number];
  const share = async () => ((await cursorMs(page)) - min) / (max - min);
  await drag({ ...(await middle('Time cursor')), y: track.y + 6 }, 0.5);
  expect(Math.abs((await share()) - 0.5)).toBeLessThan(0.03);
  await drag(await middle('Brush start'), 0.7);
  expect(Math.abs((Number(await page.getByRole('slider', { name: 'Brush start' }).getAttribute('aria-valuenow')) - min) / (max - min) - 0.7)).toBeLessThan(0.03);
  // The cursor lives inside the brush.
  expect(await share()).toBeGreaterThan(0.67);

  const time = cursor(page);
  const utc = new Date(await cursorMs(page)).toISOString().slice(11, 19);
  const local = new Date((await cursorMs(page)) + 5.5 * 3_600_000).toISOString().slice(11, 19);
  await expect(time).toHaveAttribute('aria-valuetext', new RegExp(utc));
  await page.getByRole('button', { name: /Times are shown in UTC/ }).click();
  await expect(time).toHaveAttribute('aria-valuetext', new RegExp(local));
  await expect(page.getByRole('button', { name: /Times are shown in local time/ })).toBeVisible();
  await page.keyboard.press('u');
  await expect(time).toHaveAttribute('aria-valuetext', new RegExp(utc));

  await page.getByRole('button', { name: 'Whole span' }).click();
  await page.getByRole('button', { name: /^Loop/ }).click();
  await page.getByLabel('Speed').selectOption('8');
  await cursor(page).press('End');
  const play = page.getByRole('button', { name: 'Play attack story' });
  await play.click();
  let [last, wraps] = [await cursorMs(page), 0];
  await until('two rounds', async () => { const now = await cursorMs(page); if (now < last) wraps++; last = now; return wraps >= 3 ? true : null; }, 60_000);
  await expect(play).toHaveAttribute('aria-pressed', 'true');
  await play.click();
});

/** Words that would do harm if a screen took them for more than text. */
const PAYLOAD = '<img src=x onerror="window.pwned=1">[x](https://evil.example)\u202Egpj\u0007';
const SHOWN = '<img src=x onerror="window.pwned=1">[x](https://evil.example)⟨U+202E⟩gpj⟨U+0007⟩';
function hostileIncident(): string {
  const at = (m: number) => new Date(Date.UTC(2026, 0, 5, 8, m)).toISOString();
  const p = (where: string) => `${where} ${PAYLOAD}`;
  const base = { createdDateTime: at(1), verdict: 'suspicious', remediationStatus: p('remediation'), remediationStatusDetails: p('details'), roles: [p('role')], detailedRoles: [p('detailed')], tags: [p('tag')] };
  return JSON.stringify({ value: [{
    '@odata.type': '#microsoft.graph.security.incident', id: '666', displayName: p('name'), description: p('description'), status: 'active', severity: 'high', assignedTo: p('assignee'), determination: p('determination'), customTags: [p('custom')], systemTags: [p('system')],
    comments: [{ comment: p('comment'), createdByDisplayName: p('author'), createdDateTime: at(2) }], createdDateTime: at(0), lastUpdateDateTime: at(9), incidentWebUrl: 'javascript:window.pwned=2',
    alerts: [{
      '@odata.type': '#microsoft.graph.security.alert', id: 'al-1', incidentId: '666', title: p('title'), description: p('what'), recommendedActions: p('do'), category: p('category'), severity: 'high', status: 'new', serviceSource: p('service'), detectionSource: p('detection'), productName: p('product'),
      actorDisplayName: p('actor'), threatDisplayName: p('threat'), threatFamilyName: p('family'), mitreTechniques: [p('T1059')], assignedTo: p('owner'), alertWebUrl: 'https://evil.example', systemTags: [p('alerttag')], firstActivityDateTime: at(1), lastActivityDateTime: at(5), createdDateTime: at(6),
      evidence: [
        { '@odata.type': '#microsoft.graph.security.deviceEvidence', ...base, deviceDnsName: 'ws-1.corp.example', mdeDeviceId: 'ab12'.repeat(10), osPlatform: p('os'), healthStatus: p('health') },
        { '@odata.type': '#microsoft.graph.security.fileEvidence', ...base, detectionStatus: p('detected'), mdeDeviceId: 'ab12'.repeat(10), fileDetails: { fileName: p('file'), filePath: `C:\\${p('folder')}`, sha256: 'a'.repeat(64), signer: p('signer') } },
        { '@odata.type': '#microsoft.graph.security.userEvidence', ...base, userAccount: { accountName: p('user'), domainName: 'CORP', displayName: p('display') } },
        { '@odata.type': '#microsoft.graph.security.brandNewEvidence', ...base, something: p('other') },
      ],
    }],
  }] });
}

test('text from evidence is inert on every screen', async ({ rt }) => {
  const page = await rt.page();
  const end = await importByDialog(rt, page, [file(`evil${'\u202E'}.json`, hostileIncident())]);
  const looked: string[] = [];
  /** Nothing on the screen is more than text, and the words in question can be read. */
  const look = async (where: string, ...words: string[]): Promise<void> => {
    await rt.idle(page);
    const found = await page.evaluate(() => {
      const texts: string[] = [];
      const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let n = walk.nextNode(); n; n = walk.nextNode()) {
        if (n instanceof Text) { if (n.parentElement?.closest('pre.raw, script, style') === null) texts.push(n.data); }
        else for (const a of (n as Element).attributes) texts.push(a.value);
      }
      return {
        raw: texts.filter((t) => /[\u202a-\u202e\u2066-\u2069\u0007]/.test(t)).slice(0, 5), images: document.querySelectorAll('img, iframe, object, embed').length, pwned: Reflect.get(window, 'pwned') ?? null, title: document.title,
        links: [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href')!).filter((h) => !h.startsWith('#') && !h.startsWith('/')),
      };
    });
    expect({ where, ...found, title: '' }).toEqual({ where, raw: [], images: 0, pwned: null, title: '', links: [] });
    expect(found.title).not.toContain('\u202E');
    for (const word of words) await expect(page.locator('body'), `${where}: ${word}`).toContainText(`${word} ${SHOWN}`);
    looked.push(where);
  };
  await look('import report');
  await end.getByRole('button', { name: 'Show incidents' }).click();
  await page.locator('.ag-row').filter({ hasText: '666' }).locator('.ag-cell').nth(3).click();
  await expect(page.getByRole('region', { name: 'Incident summary' })).toBeVisible();
  await look('queue and summary', 'name');
  await openIncident(rt, page, '666');
  await look('story', 'title', 'name');
  await alertItems(page).first().click();
  await expect(page.getByRole('region', { name: 'Alert', exact: true })).toContainText('actor');
  await look('alert pane', 'what', 'do', 'actor', 'family', 'role', 'detailed');
  await page.getByRole('region', { name: 'Alert', exact: true }).getByRole('button', { name: 'Raw record' }).last().click();
  await expect(page.locator('pre.raw')).toBeVisible();
  await look('raw record');
  expect(await page.locator('pre.raw').textContent()).not.toMatch(/[\u202E\u0007]/);
  await page.getByRole('button', { name: 'Show as table' }).click();
  await look('relations');
  for (const kind of ['File', 'User', 'Other']) {
    await page.getByRole('region', { name: 'Incident graph' }).locator('button.badge', { has: page.getByRole('img', { name: kind, exact: true }) }).first().click();
    await expect(page.getByRole('region', { name: 'Entity', exact: true })).toBeVisible();
    await look(`entity pane of a ${kind}`);
  }
  for (const tab of [/^Alerts/, /^Investigations/, /^Evidence and Response/, /^Summary/]) {
    await page.getByRole('tab', { name: tab }).click();
    await look(`tab ${tab.source}`);
  }
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await page.locator('.ag-row').first().locator('.ag-cell').nth(1).click();
  await look('alert list', 'title');
  await page.getByRole('link', { name: 'Start', exact: true }).click();
  await look('start');
  expect(looked.length).toBeGreaterThan(11);
});

test('a file that content does not tell is read under a format by name', async ({ rt }) => {
  const page = await rt.page();
  // An alert without any of the marks by which its interface is known.
  const end = await importByDialog(rt, page, [file('unclear.json', JSON.stringify({ id: 'al-1', title: 'Something', severity: 'low', createdDateTime: '2026-01-05T08:00:00Z' }))]);
  await expect(end).toContainText('in no format that is known here');
  const again = end.getByRole('group', { name: 'Read under another format' });
  await expect(again.getByRole('button', { name: 'Read again' })).toBeDisabled();
  await again.getByRole('combobox', { name: 'Read as' }).selectOption('graph-security');
  await again.getByRole('button', { name: 'Read again' }).click();
  const finished = page.getByRole('dialog', { name: 'Import finished' });
  await expect(finished).toContainText('graph-security', { timeout: 30_000 });
  await finished.getByRole('button', { name: 'Close' }).click();
  expect(await rt.call(page, 'case.current', {})).toMatchObject({ counts: { alerts: 1 } });
  await page.getByRole('button', { name: 'Close case' }).click();
  // The same, chosen beforehand.
  await rt.answerOpenDialog([join(folder(), 'unclear.json')]);
  await page.getByRole('button', { name: 'Show list' }).click();
  await page.getByRole('button', { name: 'Import as graph-security' }).click();
  await expect(finished).toContainText('graph-security', { timeout: 30_000 });
});

test('a list of more alerts than are read at once is sorted as a whole, and scrolls to its end @once', async ({ rt }) => {
  const page = await rt.page();
  const at = (s: number) => new Date(Date.UTC(2026, 0, 5, 8, 0, s)).toISOString();
  const alert = (i: number) => ({ '@odata.type': '#microsoft.graph.security.alert', id: `al-${i}`, incidentId: '1', title: i === 10_049 ? 'The last and the worst' : `Alert ${i}`, severity: i === 10_049 ? 'high' : 'low', status: 'new', serviceSource: 'microsoftDefenderForEndpoint', createdDateTime: at(i), firstActivityDateTime: at(i), lastActivityDateTime: at(i), evidence: [] });
  const many = { value: [{ '@odata.type': '#microsoft.graph.security.incident', id: '1', displayName: 'Large', status: 'active', severity: 'high', createdDateTime: at(0), lastUpdateDateTime: at(9), alerts: Array.from({ length: 10_050 }, (_v, i) => alert(i)) }] };
  await (await importByDialog(rt, page, [file('many.json', JSON.stringify(many))])).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  const foot = page.getByText(/^10,050 alerts ·/);
  await expect(foot).toContainText('sorted by first activity, oldest first');
  await expect(page.locator('.ag-row').filter({ hasText: 'Alert 0' }).first()).toBeVisible();
  await page.getByRole('columnheader', { name: 'Severity' }).click();
  await expect(foot).toContainText('sorted by severity, highest first');
  await expect(page.locator('.ag-row[row-index="0"]')).toContainText('The last and the worst');
  // Any row is one jump away.
  await page.locator('.ag-row[row-index="0"] .ag-cell').nth(3).click();
  await expect(page.locator('.ag-row.row-current[row-index="0"] .ag-cell:focus')).toHaveCount(1);
  await rt.idle(page);
  await page.keyboard.press('Control+End');
  await expect(page.locator('.ag-row[row-index="10049"]')).toContainText('Alert');
  await page.getByRole('searchbox', { name: 'Search alerts' }).fill('Alert 10048');
  await expect(page.locator('.ag-row')).toHaveCount(1);
});

test('entities without a time are listed', async ({ rt }) => {
  const page = await rt.page();
  const incident = JSON.stringify({ value: [{ '@odata.type': '#microsoft.graph.security.incident', id: '9', displayName: 'Timeless', status: 'active', severity: 'low', createdDateTime: '2026-01-05T08:00:00Z', lastUpdateDateTime: '2026-01-05T08:00:00Z', alerts: [
    { '@odata.type': '#microsoft.graph.security.alert', id: 'al-9', incidentId: '9', title: 'No activity stated', severity: 'low', status: 'new', serviceSource: 'microsoftDefenderForEndpoint', createdDateTime: '2026-01-05T08:00:00Z', evidence: [
      { '@odata.type': '#microsoft.graph.security.ipEvidence', createdDateTime: '2026-01-05T08:00:00Z', ipAddress: '203.0.113.9', verdict: 'suspicious' }, { '@odata.type': '#microsoft.graph.security.ipEvidence', createdDateTime: '2026-01-05T08:00:00Z', ipAddress: '203.0.113.10', verdict: 'suspicious' }] }] }] });
  await (await importByDialog(rt, page, [file('timeless.json', incident)])).getByRole('button', { name: 'Show incidents' }).click();
  await openIncident(rt, page, 'Timeless');
  await page.getByTestId('shown-line').getByRole('button', { name: '2 entities without a time' }).click();
  const list = page.getByRole('region', { name: 'Entities without relation or time' });
  await expect(list.getByRole('button')).toHaveCount(2);
  await expect(list).toContainText('203[.]0[.]113[.]10');
});

test('queue, alerts and every tab pass the accessibility rules in both themes @once', async ({ rt }) => {
  test.setTimeout(300_000);
  const page = await rt.page();
  await openSample(rt, page);
  const check = async (where: string): Promise<void> => {
    await rt.idle(page);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
    expect(violations.map((v) => `${where}: ${v.id} ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  };
  for (const theme of ['light', 'dark'] as const) {
    await rt.call(page, 'settings.set', { theme });
    await expect(page.locator(`html[data-theme=${theme}]`)).toBeAttached();
    await page.getByRole('link', { name: 'Incidents', exact: true }).first().click();
    await page.locator('.ag-row').filter({ hasText: truth.mainIncident.id }).locator('.ag-cell').nth(3).click();
    await expect(page.getByRole('region', { name: 'Incident summary' })).toBeVisible();
    await check(`queue, ${theme}`);
    await openIncident(rt, page, truth.mainIncident.id);
    for (const tab of [/^Alerts/, /^Investigations/, /^Evidence and Response/]) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(page.getByRole('tabpanel').locator('.ag-row, tbody tr').first()).toBeVisible();
      await check(`${tab.source}, ${theme}`);
    }
    await page.getByRole('link', { name: 'Alerts', exact: true }).click();
    await page.locator('.ag-row').first().locator('.ag-cell').nth(1).click();
    await check(`alerts, ${theme}`);
  }
});

test.describe('files on the command line', () => {
  // A path of this process, made only where the test runs: this file is read by others too.
  const exported = join(tmpdir(), `redthread-e2e-args-${process.pid}`);
  const path = join(exported, 'export.csv');
  test.beforeAll(() => { mkdirSync(exported, { recursive: true }); writeFileSync(path, hunting(7)); });
  test.afterAll(() => { rmSync(exported, { recursive: true, force: true }); });
  test.use({ files: [path] });
  test('an export is imported when the workbench starts', async ({ rt }: { rt: Workbench }) => {
    const page = await rt.page();
    await expect.poll(async () => ((await rt.call(page, 'case.current', {})) as { counts: { events: number } } | null)?.counts.events ?? 0, { timeout: 30_000 }).toBe(7);
    const dialog = page.getByRole('dialog', { name: 'Import finished' });
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Show incidents' }).click();
    else await page.getByRole('link', { name: 'Incidents', exact: true }).first().click();
    await expect(page.locator('.ag-row')).toHaveCount(1);
  });
});
